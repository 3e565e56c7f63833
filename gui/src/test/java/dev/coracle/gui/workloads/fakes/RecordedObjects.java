package dev.coracle.gui.workloads.fakes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A small shop's objects, with the fields that API server, controllers and kubelet fill in. */
public final class RecordedObjects {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private RecordedObjects() {}

  /** Puts a deployment with its set and two pods, a service, an ingress and so on. */
  public static void putInto(FakeApi api) {
    for (var name : List.of("default", "kube-system", "shop")) {
      api.putYaml("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + "}");
    }
    Pattern.compile("---\n").splitAsStream(SHOP).forEach(api::putYaml);
    api.put(pod(1, "Running", true, 0));
    api.put(pod(2, "CrashLoopBackOff", false, 7));
  }

  /** So many pods of two hundred deployments in ten namespaces. */
  public static List<Pod> pods(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> {
          var pod = pod(i, i % 37 == 0 ? "CrashLoopBackOff" : "Running", i % 37 != 0, i % 5);
          pod.getMetadata().setName("app-" + i % 200 + "-6d4cf56db6-" + Integer.toString(i, 36));
          pod.getMetadata().setNamespace("team-" + i % 10);
          return pod;
        })
        .toList();
  }

  /** A pod of the deployment web. */
  public static Pod pod(int number, String state, boolean ready, int restarts) {
    return SERIALIZATION.unmarshal(
        POD.formatted(
            number,
            number,
            ready,
            state.equals("Running")
                ? "running: {startedAt: \"2026-11-26T08:00:03Z\"}"
                : "waiting: {reason: "
                    + state
                    + ", message: back-off 5m0s restarting failed container}",
            ready,
            restarts,
            number % 250,
            number % 250),
        Pod.class);
  }

  @SuppressWarnings("InlineFormatString") // it is longer than all else here
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web-6d4cf56db6-x%d
        namespace: shop
        uid: 0b9f6a1c-0000-4000-8000-%012d
        resourceVersion: "1207"
        creationTimestamp: "2026-11-26T08:00:00Z"
        labels: {app: web, pod-template-hash: 6d4cf56db6}
        ownerReferences:
        - {apiVersion: apps/v1, kind: ReplicaSet, name: web-6d4cf56db6, uid: rs-uid, controller: true, blockOwnerDeletion: true}
        managedFields:
        - manager: kube-controller-manager
          operation: Update
          apiVersion: v1
          time: "2026-11-26T08:00:00Z"
          fieldsType: FieldsV1
          fieldsV1: {"f:metadata": {"f:labels": {"f:app": {}, "f:pod-template-hash": {}}}, "f:spec": {"f:containers": {"k:{\\"name\\":\\"web\\"}": {".": {}, "f:image": {}, "f:name": {}, "f:ports": {}}}}}
      spec:
        containers:
        - name: web
          image: registry.example/shop/web:1.4.2
          ports: [{name: http, containerPort: 8080, protocol: TCP}]
          envFrom: [{configMapRef: {name: web-settings}}, {secretRef: {name: web-login}}]
          resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}
          terminationMessagePath: /dev/termination-log
          imagePullPolicy: IfNotPresent
        - name: proxy
          image: registry.example/mesh/proxy:2.9.0
          terminationMessagePath: /dev/termination-log
          imagePullPolicy: IfNotPresent
        restartPolicy: Always
        terminationGracePeriodSeconds: 30
        dnsPolicy: ClusterFirst
        serviceAccountName: default
        nodeName: coracle
        schedulerName: default-scheduler
        tolerations:
        - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
        - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
      status:
        phase: Running
        conditions:
        - {type: Initialized, status: "True", lastTransitionTime: "2026-11-26T08:00:00Z"}
        - {type: Ready, status: "%s", lastTransitionTime: "2026-11-26T08:00:04Z"}
        - {type: PodScheduled, status: "True", lastTransitionTime: "2026-11-26T08:00:00Z"}
        containerStatuses:
        - name: web
          state: {%s}
          ready: %s
          restartCount: %d
          image: registry.example/shop/web:1.4.2
          imageID: registry.example/shop/web@sha256:5b8ca8e2c3b3e6a4e0d7f1fbb45c1b2e5ab7d8c9e0f1a2b3c4d5e6f708192a3b
          started: true
        - name: proxy
          state: {running: {startedAt: "2026-11-26T08:00:03Z"}}
          ready: true
          restartCount: 0
          image: registry.example/mesh/proxy:2.9.0
          started: true
        hostIP: 192.168.127.2
        podIP: 10.244.0.%d
        podIPs: [{ip: 10.244.0.%d}]
        qosClass: Burstable
        startTime: "2026-11-26T08:00:00Z"
      """;

  private static final String SHOP =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        namespace: shop
        uid: deploy-uid
        creationTimestamp: "2026-11-26T08:00:00Z"
        labels: {app: web}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: "registry.example/shop/web:1.4.2"}, {name: proxy, image: "registry.example/mesh/proxy:2.9.0"}]}
      status:
        replicas: 2
        readyReplicas: 1
        updatedReplicas: 2
        conditions:
        - {type: Available, status: "False", reason: MinimumReplicasUnavailable, message: Deployment does not have minimum availability.}
        - {type: Progressing, status: "True", reason: NewReplicaSetAvailable, message: ReplicaSet "web-6d4cf56db6" has successfully progressed.}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: search, namespace: shop, uid: search-uid, creationTimestamp: "2026-11-25T08:00:00Z"}
      spec:
        replicas: 1
        selector: {matchLabels: {app: search}}
        template:
          metadata: {labels: {app: search}}
          spec: {containers: [{name: search, image: "registry.example/shop/search:0.9.0"}]}
      status: {replicas: 1, readyReplicas: 1, updatedReplicas: 1}
      ---
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata:
        name: web-6d4cf56db6
        namespace: shop
        uid: rs-uid
        creationTimestamp: "2026-11-26T08:00:00Z"
        ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: deploy-uid, controller: true}]
      spec:
        replicas: 2
        selector: {matchLabels: {app: web, pod-template-hash: 6d4cf56db6}}
        template: {spec: {containers: [{name: web, image: "registry.example/shop/web:1.4.2"}]}}
      status: {replicas: 2, readyReplicas: 1}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: orders-db, namespace: shop, uid: db-uid, creationTimestamp: "2026-11-20T08:00:00Z"}
      spec:
        replicas: 1
        serviceName: orders-db
        selector: {matchLabels: {app: orders-db}}
        template: {metadata: {labels: {app: orders-db}}, spec: {containers: [{name: db, image: "registry.example/db/postgres:18.1"}]}}
      status: {replicas: 1, readyReplicas: 1}
      ---
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nightly-report, namespace: shop, uid: cron-uid, creationTimestamp: "2026-11-20T08:00:00Z"}
      spec:
        schedule: "0 3 * * *"
        suspend: false
        jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: report, image: "registry.example/shop/report:1.0"}]}}}}
      status: {lastScheduleTime: "2026-11-26T03:00:00Z"}
      ---
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: nightly-report-29400660
        namespace: shop
        uid: job-uid
        creationTimestamp: "2026-11-26T03:00:00Z"
        ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: nightly-report, uid: cron-uid, controller: true}]
      spec: {completions: 1, template: {spec: {restartPolicy: Never, containers: [{name: report, image: "registry.example/shop/report:1.0"}]}}}
      status: {succeeded: 1, conditions: [{type: Complete, status: "True"}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop, uid: svc-uid, creationTimestamp: "2026-11-26T08:00:00Z"}
      spec: {type: ClusterIP, clusterIP: 10.96.12.7, selector: {app: web}, ports: [{name: http, port: 80, targetPort: http, protocol: TCP}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: shop, namespace: shop, uid: ing-uid, creationTimestamp: "2026-11-26T08:00:00Z"}
      spec: {ingressClassName: traefik, rules: [{host: shop.localhost, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: orders-data, namespace: shop, uid: pvc-uid, creationTimestamp: "2026-11-20T08:00:00Z"}
      spec: {accessModes: [ReadWriteOnce], storageClassName: standard, resources: {requests: {storage: 1Gi}}}
      status: {phase: Bound, capacity: {storage: 1Gi}}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: web-settings, namespace: shop, uid: cm-uid, creationTimestamp: "2026-11-26T08:00:00Z"}
      data: {LOG_LEVEL: info, CURRENCY: EUR}
      ---
      apiVersion: v1
      kind: Secret
      metadata:
        name: web-login
        namespace: shop
        uid: secret-uid
        creationTimestamp: "2026-11-26T08:00:00Z"
        annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"data":{"password":"aHVudGVyMg=="}}'}
      type: Opaque
      data: {password: aHVudGVyMg==, user: c2hvcA==}
      ---
      apiVersion: v1
      kind: Event
      metadata: {name: web-backoff, namespace: shop, uid: ev-uid, creationTimestamp: "2026-11-26T08:05:00Z"}
      involvedObject: {apiVersion: v1, kind: Pod, namespace: shop, name: web-6d4cf56db6-x2}
      type: Warning
      reason: BackOff
      message: Back-off restarting failed container web in pod web-6d4cf56db6-x2
      count: 12
      lastTimestamp: "2026-11-26T08:20:00Z"
      ---
      apiVersion: v1
      kind: Event
      metadata: {name: web-scaled, namespace: shop, uid: ev2-uid, creationTimestamp: "2026-11-26T08:00:00Z"}
      involvedObject: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web, uid: deploy-uid}
      type: Normal
      reason: ScalingReplicaSet
      message: Scaled up replica set web-6d4cf56db6 to 2
      count: 1
      lastTimestamp: "2026-11-26T08:00:00Z"
      """;
}
