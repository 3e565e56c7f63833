package dev.coracle.gui.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.workloads.TableQuery.Order;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import dev.coracle.gui.workloads.objects.Row.Cell;
import dev.coracle.gui.workloads.objects.Row.Health;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableQueryTest {
  private final List<Row> rows =
      List.of(
          row("team-a", "web", "Running", 3, 100),
          row("team-b", "api", "CrashLoopBackOff", 20, 300),
          row("team-a", "db", "Running", 0, 200));

  private final TableQuery all = TableQuery.of(ObjectKind.POD, Optional.empty(), "");

  @Test
  void isOrderedByNameAtFirst() {
    assertThat(names(all)).containsExactly("api", "db", "web");
  }

  @Test
  void showsOneNamespaceOrAll() {
    assertThat(names(all.in(Optional.of("team-a")))).containsExactly("db", "web");
  }

  @Test
  void showsWhatHoldsAllWordsWhateverTheirCase() {
    assertThat(names(all.filteredBy("  RUNNING  web "))).containsExactly("web");
    assertThat(names(all.filteredBy("running nothing"))).isEmpty();
  }

  @Test
  void numbersAreOrderedAsNumbersAndWhatIsEqualByName() {
    assertThat(names(all.orderedBy(new Order("restarts", true))))
        .containsExactly("api", "web", "db");
    assertThat(names(all.orderedBy(new Order("status", true)))).containsExactly("db", "web", "api");
  }

  @Test
  void theYoungestComesFirstByAge() {
    assertThat(names(all.orderedBy(new Order(TableQuery.AGE, false))))
        .containsExactly("api", "db", "web");
  }

  private List<String> names(TableQuery query) {
    return query.choose(rows).stream().map(row -> row.id().name()).toList();
  }

  private static Row row(String namespace, String name, String status, int restarts, int created) {
    return new Row(
        new ObjectId(ObjectKind.POD, namespace, name),
        namespace + name,
        Instant.ofEpochSecond(created),
        List.of(
            new Cell(status, 0),
            new Cell("1/1", 1),
            new Cell(Integer.toString(restarts), restarts),
            new Cell("", 0),
            new Cell("", 0)),
        Health.GOOD,
        (name + "\n" + namespace + "\n" + status).toLowerCase(Locale.ROOT));
  }
}
