package dev.coracle.gui.workloads.apply;

import dev.coracle.errors.Problem;
import java.util.List;

/** What applying a manifest would do to its object, or did not do. */
public sealed interface Change {
  /** {@code Deployment/web}. */
  String object();

  /** There is no such object yet. */
  record Created(String object, List<DiffLine> lines) implements Change {}

  record Changed(String object, List<DiffLine> lines) implements Change {}

  record Unchanged(String object) implements Change {}

  /** It cannot be tried: another manifest of the text has to be applied before. */
  record NotTried(String object) implements Change {}

  /** Others set what the manifest sets differently. */
  record Conflicting(String object, List<Claim> claims) implements Change {}

  record Refused(String object, Problem problem) implements Change {}

  /**
   * A field that is another's.
   *
   * @param field {@code .spec.replicas}
   * @param by who set it, in the API server's words
   */
  record Claim(String field, String by) {}
}
