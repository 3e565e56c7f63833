package dev.coracle.launcher.kubeconfig;

import java.util.ArrayList;
import java.util.List;

/** Kubeconfigs as they are found in homes, and their variations. */
final class Samples {
  private static final String KUBECTL =
      """
      apiVersion: v1
      clusters:
      - cluster:
          certificate-authority-data: LS0tLS1CRUdJTg==
          server: https://10.0.0.1:6443
        name: prod
      - cluster:
          server: https://10.0.0.2:6443
        name: staging
      contexts:
      - context:
          cluster: prod
          namespace: web
          user: admin
        name: prod
      current-context: prod
      kind: Config
      preferences: {}
      users:
      - name: admin
        user:
          exec:
            apiVersion: client.authentication.k8s.io/v1
            args:
            - token
            - --cluster
            command: aws
            env: null
            provideClusterInfo: false
      """;

  private static final String INDENTED_AND_COMMENTED =
      """
      # My clusters. - not an item
      ---
      kind: Config
      apiVersion: v1

      users:
        # - name: old
        - name: admin
          user: {token: "a#b"}   # flow
        -
          name: second
          user:
            client-key-data: |
              bGluZSAx
              bGluZSAy

        # after the last user

      contexts:
          -   name: prod
              context:
                 user: admin
                 cluster: prod
          # - name: dashes in comments
          -   context: {user: second, cluster: prod}
              name: 'second'
      # before clusters
      "clusters":
        - name: prod
          cluster:
            server: >-
              https://10.0.0.1:6443
            tls-server-name: ünïcödé-😀
      current-context: "" # none yet
      preferences:
        colors: true
      extra-field: [1, 2,
        3]
      """;

  private static final String EMPTY_LISTS =
      """
      apiVersion: v1
      clusters: []
      contexts: [ ] # nothing
      current-context: ""
      kind: Config
      preferences: {}
      users: []
      """;

  private static final String MINIKUBE =
      """
      apiVersion: v1
      clusters:
      - cluster:
          certificate-authority: /home/u/.minikube/ca.crt
          extensions:
          - extension:
              last-update: Mon, 02 Nov 2026 10:11:12 UTC
              provider: minikube.sigs.k8s.io
              version: v1.37.0
            name: cluster_info
          server: https://192.168.49.2:8443
        name: minikube
      contexts:
      - context:
          cluster: minikube
          extensions:
          - extension:
              provider: minikube.sigs.k8s.io
            name: context_info
          namespace: default
          user: minikube
        name: minikube
      current-context: minikube
      kind: Config
      users:
      - name: minikube
        user:
          client-certificate: /home/u/.minikube/profiles/minikube/client.crt
          client-key: /home/u/.minikube/profiles/minikube/client.key
      """;

  private static final String JSON =
      """
      {"apiVersion":"v1","kind":"Config","clusters":[{"name":"a","cluster":{"server":"https://a"}}],\
      "users":[],"contexts":[{"name":"a","context":{"cluster":"a","user":"a"}}],"current-context":""}
      """;

  private static final String PRETTY_JSON =
      """
      {
        "kind": "Config",
        "apiVersion": "v1",
        "clusters": [
          {
            "name": "a",
            "cluster": {
              "server": "https://a"
            }
          },
          {
            "name": "b",
            "cluster": {
              "server": "https://b"
            }
          }
        ],
        "users": [
        ],
        "contexts": [],
        "current-context": "a"
      }
      """;

  private static final String FLOW_LISTS =
      """
      clusters: [{name: a, cluster: {server: "https://a"}},
                 {name: b, cluster: {server: "https://b"}}]
      contexts: [
        # nothing here
      ]
      users: []
      ...
      """;

  private Samples() {}

  static List<String> all() {
    var samples = new ArrayList<String>();
    for (var sample :
        List.of(
            KUBECTL,
            INDENTED_AND_COMMENTED,
            EMPTY_LISTS,
            MINIKUBE,
            JSON,
            PRETTY_JSON,
            FLOW_LISTS)) {
      samples.add(sample);
      samples.add(sample.stripTrailing());
      samples.add(sample + "\n\n# the end\n");
      samples.add(sample.replace("\n", "\r\n"));
      samples.add("# 😀\n" + sample);
    }
    return List.copyOf(samples);
  }
}
