package dev.coracle.launcher.identity;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * X.509 name constraints (RFC 5280, 4.2.1.10) in DER. They are compared at every start, for which
 * loading Bouncy Castle would take longer than all else there is to do.
 */
final class Constraints {
  static final String OID = "2.5.29.30";

  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PERMITTED = 0xa0;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  private Constraints() {}

  /** The extension's content: these names with all below them, and these addresses, no others. */
  static byte[] permitting(ServingNames names) {
    return permitting(
        names.dnsNames(), names.addresses().stream().map(Constraints::single).toList());
  }

  /** The same; an address range is an address and its mask, one after the other. */
  static byte[] permitting(Collection<String> dnsNames, List<byte[]> addressRanges) {
    var subtrees = new ByteArrayOutputStream();
    for (var name : dnsNames) {
      subtrees.writeBytes(der(SEQUENCE, der(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII))));
    }
    for (var range : addressRanges) {
      subtrees.writeBytes(der(SEQUENCE, der(IP_ADDRESS, range)));
    }
    return der(SEQUENCE, der(PERMITTED, subtrees.toByteArray()));
  }

  /** Whether an extension's value, as a certificate holds it, permits just these. */
  static boolean permit(byte[] value, ServingNames names) {
    return Arrays.equals(value, der(OCTET_STRING, permitting(names)));
  }

  /** An address and a mask of all ones. */
  private static byte[] single(InetAddress address) {
    var bytes = address.getAddress();
    var range = Arrays.copyOf(bytes, bytes.length * 2);
    Arrays.fill(range, bytes.length, range.length, (byte) 0xff);
    return range;
  }

  private static byte[] der(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
