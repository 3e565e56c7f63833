package dev.coracle.gui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private static final Map<String, String> WAS =
      Map.of("https_proxy", "http://me:hunter2@proxy:3128", "GOMAXPROCS", "2");

  @Test
  void passwordsAreNotShown() {
    assertThat(Proxies.shown(WAS, "HTTPS_PROXY")).isEqualTo("http://me:••••••••@proxy:3128");
    assertThat(Proxies.shown(WAS, "HTTP_PROXY")).isEmpty();
    assertThat(Proxies.shown(Map.of("HTTP_PROXY", "http://proxy:1"), "HTTP_PROXY"))
        .isEqualTo("http://proxy:1");
  }

  @Test
  void whatNobodyTouchesStaysAsItIs() {
    var shown = Map.of("HTTPS_PROXY", Proxies.shown(WAS, "HTTPS_PROXY"), "NO_PROXY", "");
    assertThat(Proxies.changed(WAS, shown)).isEqualTo(WAS);
  }

  @Test
  void theAddressIsChangedAndThePasswordStays() {
    assertThat(Proxies.changed(WAS, Map.of("HTTPS_PROXY", "http://me:••••••••@other:1")))
        .containsEntry("HTTPS_PROXY", "http://me:hunter2@other:1");
  }

  @Test
  void whatIsTypedReplacesEitherSpellingAndNothingRemovesIt() {
    assertThat(Proxies.changed(WAS, Map.of("HTTPS_PROXY", " http://other:1 ")))
        .isEqualTo(Map.of("HTTPS_PROXY", "http://other:1", "GOMAXPROCS", "2"));
    assertThat(Proxies.changed(WAS, Map.of("HTTPS_PROXY", "")))
        .isEqualTo(Map.of("GOMAXPROCS", "2"));
  }
}
