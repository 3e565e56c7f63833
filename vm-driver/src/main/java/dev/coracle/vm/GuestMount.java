package dev.coracle.vm;

import java.util.List;

/** What the guest gives to mount(8): {@code mount -t type -o options source target}. */
public record GuestMount(String type, String source, List<String> options) {
  public GuestMount {
    options = List.copyOf(options);
  }
}
