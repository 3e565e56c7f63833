package dev.coracle.gui.workloads.objects;

import dev.coracle.errors.ErrorCode;
import dev.coracle.errors.ProblemException;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.launcher.problem.LauncherError;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import java.util.concurrent.Callable;

/** What the API server refuses, as a problem. */
public final class ApiFailure {
  /** The least code of an answer that refuses; without one there was no answer. */
  private static final int BAD_REQUEST = 400;

  private ApiFailure() {}

  /**
   * Does something with a cluster.
   *
   * @throws ProblemException API_UNREACHABLE, API_REFUSED, OBJECT_GONE, OBJECT_CONFLICT,
   *     OBJECT_REFUSED
   */
  public static <T> T told(String what, Callable<T> work) throws InterruptedException {
    try {
      return work.call();
    } catch (KubernetesClientException e) {
      if (e.getCause() instanceof InterruptedException || Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw problem(what, e);
    } catch (RuntimeException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new ProblemException(LauncherError.API_UNREACHABLE, what + ": " + e.getMessage(), e);
    }
  }

  public static ProblemException problem(String what, KubernetesClientException e) {
    return new ProblemException(code(e), what + ": " + reason(e), e);
  }

  private static ErrorCode code(KubernetesClientException e) {
    if (e.getCode() < BAD_REQUEST) {
      return LauncherError.API_UNREACHABLE;
    }
    return switch (e.getCode()) {
      case 401, 403 -> LauncherError.API_REFUSED;
      case 404 -> GuiError.OBJECT_GONE;
      case 409 -> GuiError.OBJECT_CONFLICT;
      case 408, 504 -> LauncherError.API_TIMEOUT;
      default -> LauncherError.OBJECT_REFUSED;
    };
  }

  /** In the API server's own words, if it said any. */
  public static String reason(KubernetesClientException e) {
    var status = e.getStatus();
    if (status != null && status.getMessage() != null && !status.getMessage().isEmpty()) {
      return status.getMessage();
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
  }
}
