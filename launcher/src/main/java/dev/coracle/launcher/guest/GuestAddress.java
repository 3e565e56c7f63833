package dev.coracle.launcher.guest;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * Where a guest's SSH server is and how both sides prove who they are.
 *
 * @param key the user's private key, in OpenSSH's format
 * @param knownHosts pins the guest's host key
 * @param hostAlias the guest's name in knownHosts, whatever its address
 */
public record GuestAddress(
    InetSocketAddress address, String user, Path key, Path knownHosts, String hostAlias) {}
