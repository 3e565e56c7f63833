package dev.coracle.launcher.cluster;

import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The process that looks after a cluster while no command does: puts one that runs to sleep when
 * nobody uses it or the host is about to go down, wakes one that sleeps when somebody connects to
 * its API, pauses one and lets it go on for its addon. There is one only where it has something to
 * do, and none while a command changes the cluster. Without it nothing is lost: who changes the
 * cluster next starts it again.
 */
final class Attendant {
  /** For it to leave once it was told to; it takes a thousandth of that. */
  private static final Duration LEAVING = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(2);

  /** What it does; its first argument. */
  enum Duty {
    WATCH,
    HOLD;

    String word() {
      return this == WATCH ? "watch" : "hold";
    }
  }

  private final Surroundings surroundings;
  private final String cluster;
  private final LastingProcess process;

  Attendant(Surroundings surroundings, String cluster) {
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.process = new LastingProcess(surroundings.clusters().folder(cluster).attendant());
  }

  boolean isThere() {
    return process.running().isPresent();
  }

  /** Whether it listens in place of the sleeping cluster's API server. */
  boolean holds() {
    return process.running().filter(Attendant::holds).isPresent();
  }

  private static boolean holds(LastingProcess.Found found) {
    return found.about().optionalText("duty").equals(Optional.of(Duty.HOLD.word()));
  }

  /**
   * Returns when there is none any more, or one that holds the cluster's API has left the address
   * and only hands over the connections that it has: to this very process, if that is the start
   * that it waits for. Any other start of it is ended, or it would wake what this process leaves
   * asleep, or make anew what that removes.
   *
   * @return what it did
   */
  Optional<Duty> end() throws InterruptedException {
    var found = process.callOff();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    boolean holds = holds(found.get());
    if (!found.get().isThis()) {
      var attendant = found.get().process();
      attendant.destroy();
      if (holds) {
        var about = found.get().about();
        var address = InetAddress.ofLiteral(about.text("address"));
        var endpoint = new InetSocketAddress(address, about.integer("port"));
        await(() -> isFree(endpoint));
        endItsStart(attendant);
      } else {
        await(() -> !attendant.isAlive());
      }
    }
    return Optional.of(holds ? Duty.HOLD : Duty.WATCH);
  }

  /** Off its address, it starts nothing any more. */
  private static void endItsStart(ProcessHandle attendant) {
    var started = attendant.descendants().toList();
    if (!started.contains(ProcessHandle.current())) {
      started.forEach(ProcessHandle::destroy);
    }
  }

  private static void await(BooleanSupplier left) throws InterruptedException {
    long end = System.nanoTime() + LEAVING.toNanos();
    while (!left.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(PAUSE);
    }
  }

  private static boolean isFree(InetSocketAddress endpoint) {
    try (var socket = new ServerSocket()) {
      socket.bind(endpoint);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Lets a cluster go on that it may have paused: who has the cluster finds it running. One without
   * the addon was paused by its user, and stays so.
   */
  void unpause() throws InterruptedException {
    var record = record().filter(it -> it.autoPause().isPresent());
    if (record.isPresent()) {
      var vm = surroundings.driver(record.get()).find(cluster);
      if (vm.isPresent() && vm.get().state() == VmState.PAUSED) {
        vm.get().start();
      }
    }
  }

  private Optional<ClusterRecord> record() {
    return surroundings.clusters().find(cluster).filter(it -> Clusters.isUsable(it.stage()));
  }

  /**
   * Starts one if the cluster as it is now needs it.
   *
   * @param holds whether a connection is to wake the cluster if it sleeps
   */
  void goOn(boolean holds) throws InterruptedException {
    var record = record();
    if (record.isEmpty()) {
      return;
    }
    boolean sleeps =
        record.get().autoSleep().isPresent() || surroundings.attendant().hostTells().getAsBoolean();
    if (sleeps || holds || record.get().autoPause().isPresent()) {
      var vm = surroundings.driver(record.get()).find(cluster);
      if (vm.isPresent()) {
        goOn(record.get(), vm.get(), sleeps, holds);
      }
    }
  }

  private void goOn(ClusterRecord record, Vm vm, boolean sleeps, boolean holds)
      throws InterruptedException {
    var can = surroundings.driver(record).capabilities();
    boolean canSleep = can.contains(Capability.SUSPEND);
    var monitor =
        record.autoPause().isPresent() && can.contains(Capability.PAUSE)
            ? vm.monitor()
            : Optional.<Path>empty();
    switch (vm.state()) {
      case RUNNING, STARTING, PAUSED -> {
        if ((sleeps && canSleep) || monitor.isPresent()) {
          start(Duty.WATCH, record, watching(record, canSleep, monitor));
        }
      }
      case SUSPENDED -> {
        if (holds) {
          start(Duty.HOLD, record, List.of());
        }
      }
      case STOPPING, STOPPED, BROKEN -> {}
    }
  }

  private static List<String> watching(
      ClusterRecord record, boolean canSleep, Optional<Path> monitor) {
    var flags = new ArrayList<String>();
    var idle = record.autoSleep().filter(_ -> canSleep).orElse(Duration.ZERO);
    flags.addAll(List.of("-idle", idle.toMillis() + "ms"));
    if (!canSleep) {
      flags.add("-awake");
    }
    monitor.ifPresent(it ->
        flags.addAll(
            List.of("-pause", record.autoPause().orElseThrow(), "-monitor", it.toString())));
    return flags;
  }

  private void start(Duty duty, ClusterRecord record, List<String> flags) {
    var config = record.config();
    process.start(
        command(duty, record, flags),
        json ->
            json.put("duty", duty.word())
                .put("address", config.hostAddress())
                .put("port", config.apiServerPort()));
  }

  private List<String> command(Duty duty, ClusterRecord record, List<String> flags) {
    var config = record.config();
    var all = new ArrayList<String>();
    all.add(surroundings.attendant().program().toString());
    all.add(duty.word());
    all.addAll(List.of("-file", process.file().toString()));
    all.addAll(List.of("-address", config.hostAddress() + ":" + config.apiServerPort()));
    all.addAll(flags);
    all.add("--");
    all.addAll(List.of(surroundings.program().toString(), duty == Duty.WATCH ? "stop" : "start"));
    all.addAll(List.of("-p", cluster));
    switch (duty) {
      // All that the environment or settings might make something else of.
      case WATCH ->
          all.addAll(
              List.of(
                  "--wake-on-connect",
                  "--power-off=false",
                  "--schedule=0s",
                  "--cancel-scheduled=false",
                  "--all=false"));
      case HOLD ->
          all.addAll(List.of("--keep-context", "--dry-run=false", "--download-only=false"));
    }
    return List.copyOf(all);
  }
}
