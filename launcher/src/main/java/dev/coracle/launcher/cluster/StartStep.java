package dev.coracle.launcher.cluster;

/** The steps of a start in their order; the titles are minikube's. */
public enum StartStep {
  INITIAL_SETUP("Initial Minikube Setup"),
  SELECTING_DRIVER("Selecting Driver"),
  FETCHING_IMAGE("Downloading Artifacts"),
  CREATING_VM("Creating VM"),
  PREPARING_KUBERNETES("Preparing Kubernetes"),
  CONFIGURING_HOST("Configuring Localhost Environment"),
  VERIFYING_KUBERNETES("Verifying Kubernetes"),
  ENABLING_ADDONS("Enabling Addons"),
  DONE("Done");

  private final String title;

  StartStep(String title) {
    this.title = title;
  }

  /** minikube's name of the step. */
  public String title() {
    return title;
  }
}
