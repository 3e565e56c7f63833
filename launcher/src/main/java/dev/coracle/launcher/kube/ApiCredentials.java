package dev.coracle.launcher.kube;

import java.nio.file.Path;

/** PEM files: whom to trust, and who asks. */
public record ApiCredentials(Path certificateAuthority, Path clientCertificate, Path clientKey) {}
