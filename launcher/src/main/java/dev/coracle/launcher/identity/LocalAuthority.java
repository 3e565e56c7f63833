package dev.coracle.launcher.identity;

/**
 * A CA that can certify local names only, as PEM texts.
 *
 * @param rootCert of the user's CA that has issued it
 */
public record LocalAuthority(String rootCert, String cert, String key) {
  /** Without the secret: records of this type end up in logs. */
  @Override
  public String toString() {
    return "LocalAuthority[" + cert + "]";
  }
}
