package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.json.JsonObject;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttendantTest {
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  @TempDir private Path directory;
  private TestBed bed;
  private Path file;
  private final List<ProcessHandle> seen = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    // One that a test leaves behind ends with its file.
    bed = new TestBed(directory);
    Files.writeString(bed.attendant, "#!/bin/sh\nwhile [ -e \"$0\" ]; do sleep 0.1; done\n");
    Files.setPosixFilePermissions(bed.attendant, PosixFilePermissions.fromString("rwx------"));
    file = bed.home.cluster("one").attendant();
  }

  @AfterEach
  void endThem() {
    seen.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void thereIsNoneUnlessItHasSomethingToDo() throws Exception {
    bed.start("one");
    assertThat(file).doesNotExist();
    bed.stop("one");
    assertThat(file).doesNotExist();
  }

  @Test
  void aClusterThatIsToSleepWhenItIsNotUsedIsWatched() throws Exception {
    start(HALF_AN_HOUR);
    var config = bed.surroundings().clusters().get("one").config();
    assertThat(duty()).contains("watch");
    assertThat(arguments())
        .endsWith(
            "watch",
            "-file",
            file.toString(),
            "-address",
            config.hostAddress() + ":8443",
            "-idle",
            "1800000ms",
            "--",
            bed.program.toString(),
            "stop",
            "-p",
            "one",
            "--wake-on-connect",
            "--power-off=false",
            "--schedule=0s",
            "--cancel-scheduled=false",
            "--all=false");
  }

  @Test
  void aHostThatTellsWhenItGoesDownIsListenedTo() throws Exception {
    bed.hostTells = true;
    bed.start("one");
    assertThat(duty()).contains("watch");
    assertThat(arguments()).containsSequence("-idle", "0ms");
  }

  @Test
  void noCommandIsDisturbedAndTheTimeBeginsAnewAfterIt() throws Exception {
    start(HALF_AN_HOUR);
    var first = attendant();
    bed.start("one");
    assertThat(attendant()).isNotEqualTo(first);
    assertThat(duty()).contains("watch");
    assertEnds(first);
  }

  @Test
  void itStaysOnUntilItIsTurnedOff() throws Exception {
    start(HALF_AN_HOUR);
    bed.stop("one");
    assertThat(file).doesNotExist();
    bed.start("one");
    assertThat(duty()).contains("watch");
    var last = attendant();
    start(Duration.ZERO);
    assertThat(file).doesNotExist();
    assertEnds(last);
    bed.start("one");
    assertThat(file).doesNotExist();
  }

  @Test
  void oneThatWasKilledIsReplacedByTheNextCommand() throws Exception {
    start(HALF_AN_HOUR);
    attendant().destroyForcibly();
    bed.start("one");
    assertThat(duty()).contains("watch");
  }

  @Test
  void aClusterThatSleepsUntilItIsUsedHasItsApiHeld() throws Exception {
    start(HALF_AN_HOUR);
    sleepUntilConnected();
    assertThat(status()).isEqualTo(State.SAVED);
    assertThat(bed.currentContext()).contains("one");
    assertThat(duty()).contains("hold");
    assertThat(arguments())
        .endsWith(
            "start", "-p", "one", "--keep-context", "--dry-run=false", "--download-only=false");
    var holder = attendant();
    bed.start("one");
    assertThat(duty()).contains("watch");
    assertEnds(holder);
  }

  @Test
  void aStopLeavesNoProcessEvenIfTheClusterSleptUntilItIsUsed() throws Exception {
    start(HALF_AN_HOUR);
    sleepUntilConnected();
    var holder = attendant();
    new StopCluster(bed.surroundings()).run("one", false, false, _ -> {});
    assertThat(status()).isEqualTo(State.SAVED);
    assertThat(file).doesNotExist();
    assertEnds(holder);
  }

  @Test
  void aStartThatItHasBegunIsEndedByTheCommandThatHasTheCluster() throws Exception {
    Files.writeString(
        bed.attendant,
        """
        #!/bin/sh
        if [ "$1" = hold ]; then
          trap : TERM
          sleep 1000
          exit
        fi
        while [ -e "$0" ]; do sleep 0.1; done
        """);
    start(HALF_AN_HOUR);
    sleepUntilConnected();
    var holder = attendant();
    while (holder.children().findAny().isEmpty()) {
      Thread.sleep(10);
    }
    new StopCluster(bed.surroundings()).run("one", false, false, _ -> {});
    assertEnds(holder);
  }

  @Test
  void aCommandThatLeavesTheClusterAsleepLeavesItsApiHeld() throws Exception {
    start(HALF_AN_HOUR);
    sleepUntilConnected();
    new ScheduleStop(bed.surroundings()).cancel("one", _ -> {});
    assertThat(duty()).contains("hold");
  }

  @Test
  void itsAddressIsFreeBeforeTheClusterNeedsIt() throws Exception {
    start(HALF_AN_HOUR);
    sleepUntilConnected();
    var about = JsonObject.parse(Files.readAllBytes(file));
    try (var socket = new ServerSocket()) {
      socket.bind(
          new InetSocketAddress(
              InetAddress.ofLiteral(about.text("address")), about.integer("port")));
      var leaves = Thread.startVirtualThread(() -> close(socket));
      bed.start("one");
      leaves.join();
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void anAddressThatItHoldsIsNoFindingAboutTheHost() throws Exception {
    start(HALF_AN_HOUR);
    new StopCluster(bed.surroundings()).run("one", false, false, _ -> {});
    new CheckHost(bed.surroundings()).checks("one");
    assertThat(bed.checked).extracting(InetSocketAddress::getPort).contains(8443, 2222);
    sleepUntilConnected();
    new CheckHost(bed.surroundings()).checks("one");
    assertThat(bed.checked).extracting(InetSocketAddress::getPort).contains(2222);
    assertThat(bed.checked).extracting(InetSocketAddress::getPort).doesNotContain(8443);
  }

  @Test
  void whatCannotSleepIsNotWatched() throws Exception {
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD));
    start(HALF_AN_HOUR);
    assertThat(file).doesNotExist();
  }

  @Test
  void aClusterWithTheAddonIsPausedWhereItsMonitorIs() throws Exception {
    bed.start("one");
    autoPause("90s");
    assertThat(duty()).contains("watch");
    assertThat(arguments())
        .containsSequence(
            "-idle",
            "0ms",
            "-pause",
            "90s",
            "-monitor",
            bed.driver.find("one").orElseThrow().monitor().orElseThrow().toString(),
            "--");
    bed.driver.find("one").orElseThrow().pause();
    autoPause("2m");
    assertThat(arguments()).containsSequence("-pause", "2m");
    assertThat(bed.driver.find("one").orElseThrow().state()).isEqualTo(VmState.RUNNING);
    new ClusterAddons(bed.surroundings()).disable("one", AutoPause.ADDON, _ -> {});
    assertThat(file).doesNotExist();
  }

  @Test
  void aClusterThatItsUserPausesGoesOnForWhoConnectsIfItHasTheAddon() throws Exception {
    bed.start("one");
    new PauseCluster(bed.surroundings()).pause("one", _ -> {});
    assertThat(file).doesNotExist();
    new PauseCluster(bed.surroundings()).unpause("one", _ -> {});
    autoPause("1h");
    new PauseCluster(bed.surroundings()).pause("one", _ -> {});
    assertThat(arguments()).containsSequence("-pause", "1h");
    assertThat(bed.driver.find("one").orElseThrow().state()).isEqualTo(VmState.PAUSED);
  }

  @Test
  void whatCannotSleepIsPausedAllTheSame() throws Exception {
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD, Capability.PAUSE));
    start(HALF_AN_HOUR);
    assertThat(file).doesNotExist();
    autoPause("1h");
    assertThat(arguments()).containsSequence("-idle", "0ms", "-awake", "-pause", "1h");
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD));
    bed.start("one");
    assertThat(file).doesNotExist();
  }

  private void autoPause(String interval) throws Exception {
    var folder = Files.createDirectories(bed.home.addons().resolve(AutoPause.ADDON));
    Files.copy(
        Path.of("..", "addons", "catalogue", AutoPause.ADDON, "addon.yaml"),
        folder.resolve("addon.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    var choice = new AddonChoice(Map.of(AutoPause.INTERVAL, interval), Map.of(), Map.of());
    new ClusterAddons(bed.surroundings()).enable("one", AutoPause.ADDON, choice, _ -> {});
  }

  @Test
  void oneThatDoesNotStartIsAWarning() throws Exception {
    Files.delete(bed.attendant);
    var events = new ArrayList<ClusterEvent>();
    new StartCluster(bed.surroundings()).run(request(HALF_AN_HOUR), events::add);
    assertThat(events)
        .filteredOn(event -> event instanceof ClusterEvent.Warning)
        .singleElement()
        .asString()
        .contains("PROGRAM_NOT_STARTED");
  }

  @Test
  void deleteEndsIt() throws Exception {
    start(HALF_AN_HOUR);
    var last = attendant();
    bed.delete("one");
    assertThat(bed.home.cluster("one").directory()).doesNotExist();
    assertEnds(last);
  }

  private static StartRequest request(Duration autoSleep) {
    return StartRequest.of("one").with(ClusterSettings.builder().autoSleep(autoSleep).build());
  }

  private void start(Duration autoSleep) throws InterruptedException {
    bed.start(request(autoSleep));
  }

  private void sleepUntilConnected() throws InterruptedException {
    new StopCluster(bed.surroundings()).untilConnected("one", _ -> {});
  }

  private State status() throws InterruptedException {
    return new ReadStatus(bed.surroundings()).run("one").host();
  }

  private Optional<String> duty() throws IOException {
    return JsonObject.parse(Files.readAllBytes(file)).optionalText("duty");
  }

  private ProcessHandle attendant() throws IOException {
    var pid = JsonObject.parse(Files.readAllBytes(file)).longInteger("pid");
    var process = ProcessHandle.of(pid).orElseThrow();
    seen.add(process);
    return process;
  }

  /** Once it has become what the script says. */
  private List<String> arguments() throws Exception {
    var commandLine = Path.of("/proc", Long.toString(attendant().pid()), "cmdline");
    var text = "";
    for (long end = System.nanoTime() + 20_000_000_000L; !text.startsWith("/bin/sh"); ) {
      assertThat(System.nanoTime()).isLessThan(end);
      text = Files.readString(commandLine);
    }
    return List.of(text.split("\0"));
  }

  private static void assertEnds(ProcessHandle process) {
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static void close(ServerSocket socket) {
    try {
      Thread.sleep(200);
      socket.close();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
