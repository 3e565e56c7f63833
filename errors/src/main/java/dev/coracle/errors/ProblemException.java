package dev.coracle.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The only exception that users are meant to see. Anything else that reaches the top is a bug. */
public final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(ErrorCode code, String detail) {
    this(new Problem(code, detail), null);
  }

  public ProblemException(ErrorCode code, String detail, Throwable cause) {
    this(new Problem(code, detail), cause);
  }

  public ProblemException(Problem problem) {
    this(problem, null);
  }

  private ProblemException(Problem problem, @Nullable Throwable cause) {
    super(problem.code().name() + ": " + problem.detail(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
