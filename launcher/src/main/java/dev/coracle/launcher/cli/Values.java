package dev.coracle.launcher.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of flags are written, which is how minikube's are. */
final class Values {
  private static final int MAX_PORT = 65535;

  private Values() {}

  static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
  }

  /** {@code 4096}, {@code 4096m}, {@code 4g}, {@code 4GiB}: MiB if no unit is given. */
  static int mebibytes(String text) {
    int end = 0;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    double bytesPerUnit =
        switch (text.substring(end).toLowerCase(java.util.Locale.ROOT)) {
          case "b" -> 1;
          case "k", "kb", "kib" -> 1 << 10;
          case "", "m", "mb", "mib" -> 1 << 20;
          case "g", "gb", "gib" -> 1 << 30;
          case "t", "tb", "tib" -> 1L << 40;
          default -> throw notASize(text);
        };
    try {
      double mebibytes = Double.parseDouble(text.substring(0, end)) * bytesPerUnit / (1 << 20);
      if (mebibytes < 1 || mebibytes > Integer.MAX_VALUE) {
        throw notASize(text);
      }
      return (int) mebibytes;
    } catch (NumberFormatException e) {
      throw notASize(text);
    }
  }

  /** A TCP port; 0 for one that is free. */
  static int port(String text) {
    int port = number(text);
    if (port < 0 || port > MAX_PORT) {
      throw new TypeConversionException("'" + text + "' is not a port");
    }
    return port;
  }

  /** Go's: {@code 6m0s}, {@code 1.5h}, {@code 300ms}. */
  static Duration duration(String text) {
    var total = BigDecimal.ZERO;
    int at = 0;
    while (at < text.length()) {
      int unitAt = at;
      while (unitAt < text.length()
          && (isDigit(text.charAt(unitAt)) || text.charAt(unitAt) == '.')) {
        unitAt++;
      }
      int next = unitAt;
      while (next < text.length() && Character.isLetter(text.charAt(next))) {
        next++;
      }
      long nanosPerUnit =
          switch (text.substring(unitAt, next)) {
            case "h" -> 3_600_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "s" -> 1_000_000_000L;
            case "ms" -> 1_000_000L;
            default -> throw notADuration(text);
          };
      try {
        total =
            total.add(
                new BigDecimal(text.substring(at, unitAt)).multiply(new BigDecimal(nanosPerUnit)));
      } catch (NumberFormatException e) {
        throw notADuration(text);
      }
      at = next;
    }
    if (text.isEmpty() || total.compareTo(new BigDecimal(Long.MAX_VALUE)) > 0) {
      throw notADuration(text);
    }
    return Duration.ofNanos(total.longValue());
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static TypeConversionException notASize(String text) {
    return new TypeConversionException("'" + text + "' is not a size such as 4096m or 4g");
  }

  private static TypeConversionException notADuration(String text) {
    return new TypeConversionException("'" + text + "' is not a duration such as 90s or 6m");
  }

  /** One of these words. */
  record OneOf(List<String> words) implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!words.contains(text)) {
        throw new TypeConversionException(
            "'" + text + "' is not one of " + String.join(", ", words));
      }
      return text;
    }
  }

  /** What Go takes for a boolean. */
  record Truth() implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String text) {
      return switch (text) {
        case "true", "True", "TRUE", "t", "T", "1" -> true;
        case "false", "False", "FALSE", "f", "F", "0" -> false;
        default -> throw new TypeConversionException("'" + text + "' is neither true nor false");
      };
    }
  }
}
