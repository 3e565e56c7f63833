package dev.coracle.gui.cluster;

import dev.coracle.gui.view.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/**
 * Where in the window somebody is: which cluster, which of its pages, or a page about no cluster.
 * Any part of the app may lead somewhere else. Belongs to the FX thread.
 */
public final class Navigator {
  private final ClusterList clusters;
  private final List<ClusterPages> features;
  private final Supplier<Page> welcome;
  private final ReadOnlyObjectWrapper<Optional<Cluster>> cluster =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<Page> pages = FXCollections.observableArrayList();
  private final ObservableList<Page> shownPages = FXCollections.unmodifiableObservableList(pages);
  private final ReadOnlyObjectWrapper<Optional<Page>> page =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private Optional<Page> apart = Optional.empty();
  private String wanted = "";
  private boolean seen = true;

  /**
   * @param features whose pages a cluster has, in their order
   * @param welcome the page to see while there is no cluster
   */
  public Navigator(ClusterList clusters, List<ClusterPages> features, Supplier<Page> welcome) {
    this.clusters = clusters;
    this.features = List.copyOf(features);
    this.welcome = welcome;
    clusters.clusters().addListener((ListChangeListener<Cluster>) _ -> settle());
    clusters.loaded().addListener((_, _, _) -> settle());
  }

  /** The selected cluster, if there is one. */
  public ReadOnlyObjectProperty<Optional<Cluster>> cluster() {
    return cluster.getReadOnlyProperty();
  }

  /** The pages of the selected cluster. */
  public ObservableList<Page> pages() {
    return shownPages;
  }

  /** What is seen; empty until the clusters have been read. */
  public ReadOnlyObjectProperty<Optional<Page>> page() {
    return page.getReadOnlyProperty();
  }

  /** Shows a cluster, on the page of the same kind as is seen now. */
  public void select(Cluster selected) {
    if (cluster.get().equals(Optional.of(selected)) && apart.isEmpty()) {
      return;
    }
    var kind = page.get().filter(pages::contains).map(Page::id);
    leaveApart();
    if (!cluster.get().equals(Optional.of(selected))) {
      leaveCluster();
      cluster.set(Optional.of(selected));
      pages.setAll(features.stream().flatMap(it -> it.of(selected).stream()).toList());
    }
    show(kind.or(() -> Optional.of(wanted)).flatMap(this::find).or(this::first));
  }

  /** Shows a cluster as soon as it is in the list, as one that is just being made. */
  public void selectWhenThere(String name) {
    clusters
        .find(name)
        .ifPresentOrElse(
            this::select,
            () ->
                clusters
                    .clusters()
                    .addListener(
                        new ListChangeListener<Cluster>() {
                          @Override
                          public void onChanged(Change<? extends Cluster> change) {
                            clusters
                                .find(name)
                                .ifPresent(there -> {
                                  clusters.clusters().removeListener(this);
                                  select(there);
                                });
                          }
                        }));
  }

  /** Shows a page of the selected cluster; does nothing if it has none of that kind. */
  public void open(String id) {
    find(id)
        .ifPresent(found -> {
          leaveApart();
          show(Optional.of(found));
          wanted = id;
        });
  }

  /** Shows a page about no cluster. */
  public void open(Page other) {
    leaveApart();
    apart = Optional.of(other);
    show(apart);
  }

  /** Back from such a page to the cluster that was selected. */
  public void back() {
    leaveApart();
    settle();
  }

  /** Whether the window is seen at all; while it is not, no page asks anything. */
  public void setSeen(boolean now) {
    if (now != seen) {
      seen = now;
      page.get().ifPresent(now ? Page::onShown : Page::onHidden);
    }
  }

  /** Leaves every page for good; the window goes. */
  public void close() {
    leaveApart();
    leaveCluster();
  }

  private void settle() {
    if (!clusters.loaded().get()) {
      return;
    }
    var selected = cluster.get();
    if (selected.isPresent() && !clusters.clusters().contains(selected.get())) {
      leaveCluster();
      selected = Optional.empty();
    }
    if (selected.isPresent() && page.get().isEmpty()) {
      show(find(wanted).or(this::first));
    } else if (selected.isEmpty() && !clusters.clusters().isEmpty() && isFree()) {
      select(clusters.clusters().getFirst());
    } else if (selected.isEmpty() && clusters.clusters().isEmpty() && apart.isEmpty()) {
      open(welcome.get());
    }
  }

  /** Whether nobody minds being led to a cluster: not while a form is being filled in. */
  private boolean isFree() {
    return apart.isEmpty() || apart.get().id().equals("welcome");
  }

  private void leaveCluster() {
    if (page.get().filter(pages::contains).isPresent()) {
      show(Optional.empty());
    }
    pages.forEach(Page::close);
    pages.clear();
    cluster.set(Optional.empty());
  }

  private void leaveApart() {
    if (apart.isPresent()) {
      show(Optional.empty());
      apart.get().close();
      apart = Optional.empty();
    }
  }

  private void show(Optional<Page> next) {
    var now = page.get();
    if (!now.equals(next)) {
      now.filter(_ -> seen).ifPresent(Page::onHidden);
      page.set(next);
      next.filter(_ -> seen).ifPresent(Page::onShown);
    }
  }

  private Optional<Page> find(String id) {
    return pages.stream().filter(it -> it.id().equals(id)).findFirst();
  }

  private Optional<Page> first() {
    return pages.stream().findFirst();
  }
}
