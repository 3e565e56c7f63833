package dev.coracle.e2e;

import static dev.coracle.e2e.Host.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The addons that give pods other volumes or kernels, in one cluster without a network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StorageAddonsIT {
  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: %s}
      spec:
        storageClassName: %s
        accessModes: [%s]
        volumeMode: %s
        resources: {requests: {storage: 10Mi}}
      """;

  private static final String RESTORED =
      """
        dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: then}
      """;

  private static final String POD =
      """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: %s}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
        - name: shell
          image: coracle.dev/test:1
          imagePullPolicy: Never
          command: [sleep, "100000"]
          %s
        volumes: [{name: data, persistentVolumeClaim: {claimName: %s}}]
      ---
      """;

  private static final String MOUNT = "volumeMounts: [{name: data, mountPath: /data}]";
  private static final String DEVICE = "volumeDevices: [{name: data, devicePath: /dev/data}]";

  private static final String SNAPSHOT =
      """
      apiVersion: snapshot.storage.k8s.io/v1
      kind: VolumeSnapshot
      metadata: {name: then}
      spec:
        volumeSnapshotClassName: csi-hostpath-snapclass
        source: {persistentVolumeClaimName: csi}
      """;

  private Host host;
  private Set<String> before = Set.of();

  @BeforeAll
  void startACluster(@TempDir Path directory) throws IOException {
    host = new Host(directory);
    host.coracle("start").ok();
    before = host.objects();
  }

  @AfterAll
  void leaveNothing() {
    host.coracle("delete", "--all", "--purge");
  }

  @Test
  @Order(1)
  void podsWriteToACsiVolumeAndToABlockDevice() {
    host.coracle("addons", "enable", "csi-hostpath-driver").ok();
    host.apply(
        CLAIM.formatted("csi", "csi-hostpath-sc", "ReadWriteOnce", "Filesystem")
            + POD.formatted("csi", MOUNT, "csi")
            + CLAIM.formatted("block", "csi-hostpath-sc", "ReadWriteOnce", "Block")
            + POD.formatted("block", DEVICE, "block"));
    ready("csi");
    ready("block");
    in("csi", "echo then > /data/file && sync").ok();
    in("block", "echo written | dd of=/dev/data conv=fsync").ok();
    assertThat(in("block", "dd if=/dev/data bs=8 count=1").ok().out()).isEqualTo("written\n");
  }

  @Test
  @Order(2)
  void snapshotIsRestoredAsItWas() {
    host.apply(SNAPSHOT);
    awaited("volumesnapshot/then", "{.status.readyToUse}", "true");
    in("csi", "echo now > /data/file").ok();
    host.apply(
        CLAIM.formatted("restored", "csi-hostpath-sc", "ReadWriteOnce", "Filesystem")
            + RESTORED
            + POD.formatted("restored", MOUNT, "restored"));
    ready("restored");
    assertThat(in("restored", "cat /data/file").ok().out()).isEqualTo("then\n");
    assertThat(in("csi", "cat /data/file").ok().out()).isEqualTo("now\n");
  }

  @Test
  @Order(3)
  void volumesGrowWhilePodsUseThem() {
    for (var claim : new String[] {"csi", "block"}) {
      host.kubectl(
              "patch",
              "pvc",
              claim,
              "-p",
              "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"20Mi\"}}}}")
          .ok();
      awaited("pvc/" + claim, "{.status.capacity.storage}", "20Mi");
    }
    assertThat(in("block", "blockdev --getsize64 /dev/data").ok().out())
        .isEqualTo((20 << 20) + "\n");
  }

  @Test
  @Order(4)
  void csiDriverLeavesNothing() {
    host.kubectl("delete", "pod", "csi", "block", "restored").ok();
    host.kubectl("delete", "volumesnapshot", "then").ok();
    host.kubectl("delete", "pvc", "csi", "block", "restored").ok();
    gone("pv,volumesnapshotcontents");
    assertThat(host.coracle("ssh", "--", "losetup", "-a").ok().out())
        .doesNotContain("csi-hostpath");
    assertThat(
            host.coracle("ssh", "--", "find", "/var/lib/csi-hostpath-data", "-mindepth", "2")
                .ok()
                .out())
        .isEmpty();
    host.coracle("addons", "disable", "csi-hostpath-driver").ok();
    host.coracle("addons", "disable", "volumesnapshots").ok();
    host.awaitObjects(before);
  }

  @Test
  @Order(5)
  void podsShareAFileOverNfs() {
    host.coracle("addons", "enable", "nfs").ok();
    host.apply(
        CLAIM.formatted("shared", "nfs", "ReadWriteMany", "Filesystem")
            + POD.formatted("one", MOUNT, "shared")
            + POD.formatted("other", MOUNT, "shared"));
    ready("one");
    ready("other");
    assertThat(in("one", "mount").ok().out()).contains("127.0.0.1:/export/");
    in("one", "echo one >> /data/file").ok();
    in("other", "echo other >> /data/file").ok();
    assertThat(in("one", "cat /data/file").ok().out()).isEqualTo("one\nother\n");

    host.kubectl("delete", "pod", "one", "other").ok();
    host.kubectl("delete", "pvc", "shared").ok();
    gone("pv");
    host.coracle("addons", "disable", "nfs").ok();
    host.awaitObjects(before);
  }

  @Test
  @Order(6)
  void podOfTheRuntimeClassHasAKernelOfItsOwn() {
    host.coracle("addons", "enable", "gvisor").ok();
    host.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: sandboxed}
        spec:
          runtimeClassName: gvisor
          terminationGracePeriodSeconds: 1
          containers:
          - name: shell
            image: coracle.dev/test:1
            imagePullPolicy: Never
            command: [sleep, "100000"]
        """);
    ready("sandboxed");
    assertThat(in("sandboxed", "dmesg").ok().out()).contains("gVisor");
    host.kubectl("delete", "pod", "sandboxed").ok();
    host.coracle("addons", "disable", "gvisor").ok();
    host.awaitObjects(before);
  }

  @Test
  @Order(7)
  void addonWhoseImagesAreNotToBeHadSaysSoAndLeavesNothing() {
    var image = "registry.invalid/none:1";
    var refused =
        host.coracle("addons", "enable", "registry-creds", "--images=RegistryCreds=" + image);
    assertThat(refused.exit()).isEqualTo(49);
    assertThat(refused.err()).contains("ADDON_IMAGE_UNAVAILABLE", image);
    host.coracle("addons", "disable", "registry-creds").ok();
    host.awaitObjects(before);
  }

  /** Their images are on the Internet: what can be tried without it is what the API server says. */
  @Test
  @Order(8)
  void apiServerAcceptsWhatOnlineAddonsAreMadeOf() throws IOException {
    host.kubectl("create", "namespace", "cert-manager").ok();
    for (var addon : List.of("cert-manager", "registry-creds")) {
      try (var files = Files.list(Host.lib().resolve("addons", addon, "manifests"))) {
        for (var file : files.toList()) {
          var manifest =
              Files.readString(file).replaceAll("[{]{2}\\w+[}]{2}", "registry.invalid/none:1");
          host.apply(manifest, "--dry-run=server", "--validate=strict");
        }
      }
    }
    host.kubectl("delete", "namespace", "cert-manager").ok();
    host.awaitObjects(before);
  }

  private void gone(String kinds) {
    eventually(
        "there are no " + kinds,
        () ->
            Optional.of(host.kubectl("get", kinds, "-o", "name").ok().out())
                .filter(String::isEmpty));
  }

  private void ready(String pod) {
    host.kubectl("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=5m").ok();
  }

  private void awaited(String object, String path, String value) {
    eventually(
        object + " has " + path + " " + value,
        () ->
            Optional.of(host.kubectl("get", object, "-o", "jsonpath=" + path).out())
                .filter(value::equals));
  }

  private Host.Result in(String pod, String script) {
    return host.kubectl("exec", pod, "--", "sh", "-c", script);
  }
}
