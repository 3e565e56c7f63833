package dev.coracle.launcher.cli;

import dev.coracle.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** CloudEvents 1.0 with minikube's types, which editors and Skaffold read. */
final class CloudEvent {
  private CloudEvent() {}

  /**
   * @param type the last part of the type: {@code step}
   */
  static String line(String type, Map<String, String> data) {
    var event = new LinkedHashMap<String, Object>();
    event.put("specversion", "1.0");
    event.put("id", UUID.randomUUID().toString());
    event.put("source", "https://minikube.sigs.k8s.io/");
    event.put("type", "io.k8s.sigs.minikube." + type);
    event.put("datacontenttype", "application/json");
    event.put("data", data);
    return JsonText.line(event);
  }
}
