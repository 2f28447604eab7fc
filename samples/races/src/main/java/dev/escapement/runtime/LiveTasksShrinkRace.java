package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** LiveTasks, E1: another thread looks while the array shrinks. */
@JCStressTest
@Outcome(
    id = {"3", "4"},
    expect = ACCEPTABLE,
    desc = "without the one that ends, or with it")
@Outcome(expect = FORBIDDEN, desc = "tasks that live were not seen")
@State
public class LiveTasksShrinkRace {
  private static final int MANY = 65;
  private static final int FEW = 4;

  private final RacedLoop loop = new RacedLoop();
  private final List<TaskCell<?>> tasks = new ArrayList<>();

  public LiveTasksShrinkRace() {
    loop.onCarrier(
        () -> {
          for (int i = 0; i < MANY; i++) {
            TaskCell<?> task = loop.carrier.cell(null, context -> Poll.pending(), "spawn");
            loop.carrier.begin(task);
            tasks.add(task);
          }
          tasks.subList(FEW, MANY).forEach(loop.carrier.live::remove);
        });
  }

  @Actor
  public void carrier() {
    loop.onCarrier(() -> loop.carrier.live.remove(tasks.get(0)));
  }

  @Actor
  public void reader(I_Result seen) {
    seen.r1 = loop.carrier.live.view().size();
  }
}
