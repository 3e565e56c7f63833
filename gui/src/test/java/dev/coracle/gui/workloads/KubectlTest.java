package dev.coracle.gui.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubectlTest {
  private final Kubectl kubectl = new Kubectl("dev");
  private final ObjectId web = new ObjectId(ObjectKind.DEPLOYMENT, "shop", "web");
  private final ObjectId pod = new ObjectId(ObjectKind.POD, "shop", "web-1");

  @Test
  void saysWhatDoesTheSameInATerminal() {
    assertThat(kubectl.scale(web, 3))
        .isEqualTo("kubectl --context=dev --namespace=shop scale deployment/web --replicas=3");
    assertThat(kubectl.restart(web))
        .isEqualTo("kubectl --context=dev --namespace=shop rollout restart deployment/web");
    assertThat(kubectl.delete(new ObjectId(ObjectKind.INGRESS, "shop", "web")))
        .isEqualTo("kubectl --context=dev --namespace=shop delete ingress/web");
    assertThat(kubectl.forward(pod, 9000, 80))
        .isEqualTo("kubectl --context=dev --namespace=shop port-forward pod/web-1 9000:80");
    assertThat(kubectl.logs(pod, "web", false, true))
        .isEqualTo("kubectl --context=dev --namespace=shop logs web-1 --container=web --previous");
  }

  @Test
  void quotesWhatAShellWouldTakeApart() {
    assertThat(kubectl.exec(pod, "web", List.of("sh", "-c", "echo 'a' && b")))
        .endsWith("web-1 --container=web -- sh -c 'echo '\\''a'\\'' && b'");
    assertThat(kubectl.apply("/tmp/my shop.yaml", true))
        .isEqualTo(
            "kubectl --context=dev apply --server-side --field-manager=coracle"
                + " '--filename=/tmp/my shop.yaml' --force-conflicts");
  }
}
