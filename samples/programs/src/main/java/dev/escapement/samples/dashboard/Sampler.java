package dev.escapement.samples.dashboard;

import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.TaskDump;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.samples.dashboard.Report.Figures;
import dev.escapement.samples.dashboard.Report.TaskTable;
import dev.escapement.samples.dashboard.Window.Reading;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   readings, samples    the sampling thread    any thread             guarded by this
 *   numbered             the sampling thread    the sampling thread    plain, confined
 *   looks, overdue,      the sampling thread    the sampling thread    plain, confined
 *   polled, heldBy
 */
/**
 * Reads the runtime from a platform thread of its own, and keeps the last three minutes. Looks 20
 * times a second how long a timer is overdue, since while the loop is blocked no lag is recorded;
 * takes a sample twice a second.
 */
final class Sampler implements AutoCloseable {
  private static final int LOOK_MILLIS = 50;
  private static final int LOOKS = 10;
  private static final int SAMPLES = 360;
  private static final int TEN_SECONDS = 20;
  private static final int TWO_SECONDS = 4;

  private final String run = Long.toString(System.currentTimeMillis());
  private final TaskRuntime runtime;
  private final MeterRegistry registry;
  private final Map<String, Switch> switches;
  private final ScheduledExecutorService thread;

  private long numbered;
  private int looks;
  private long overdue;
  private TaskDump.@Nullable Entry polled;
  private @Nullable String heldBy;

  private final Deque<Reading> readings = new ArrayDeque<>();
  private final Deque<Sample> samples = new ArrayDeque<>();

  Sampler(TaskRuntime runtime, MeterRegistry registry, Map<String, Switch> switches) {
    this.runtime = runtime;
    this.registry = registry;
    this.switches = switches;
    readings.add(read(runtime.snapshot()));
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("dashboard-sampler").daemon().factory());
    var _ =
        thread.scheduleAtFixedRate(
            this::lookOrTell, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Reading read(RuntimeSnapshot snapshot) {
    FunctionCounter runQueue = registry.find("escapement.carrier.runqueue").functionCounter();
    return new Reading(snapshot, runQueue == null ? Double.NaN : runQueue.count());
  }

  private void lookOrTell() {
    try {
      look();
    } catch (RuntimeException e) { // the executor would stop here without a word
      System.getLogger(Sampler.class.getName()).log(Level.WARNING, "a look was missed", e);
    }
  }

  private void look() {
    RuntimeSnapshot now = runtime.snapshot();
    overdue = Math.max(overdue, now.overdueNanos());
    TaskDump.Entry task = now.overdueNanos() >= Verdict.LATE_NANOS ? polledNow() : null;
    if (task != null && polled != null && isSamePoll(task, polled)) {
      heldBy = task.name();
    }
    polled = task;
    looks++;
    if (looks == LOOKS) {
      keep(now);
      looks = 0;
      overdue = 0;
      heldBy = null;
    }
  }

  private TaskDump.@Nullable Entry polledNow() {
    for (TaskDump.Entry task : runtime.dump().tasks()) {
      if (task.state() == TaskDump.State.RUNNING) {
        return task;
      }
    }
    return null;
  }

  private static boolean isSamePoll(TaskDump.Entry one, TaskDump.Entry other) {
    return one.id() == other.id() && one.polls() == other.polls();
  }

  private synchronized void keep(RuntimeSnapshot now) {
    Reading reading = read(now);
    var window = new Window(readings.getLast(), reading);
    numbered++;
    samples.add(
        new Sample(
            numbered,
            System.currentTimeMillis(),
            window.loopLag(),
            window.resumeLag(),
            overdue,
            now.timers().pending(),
            window.busyShare(),
            heldBy,
            isOn("hog"),
            isOn("saturation")));
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
    readings.add(reading);
    if (readings.size() > TEN_SECONDS + 1) {
      readings.removeFirst();
    }
  }

  private boolean isOn(String name) {
    Switch found = switches.get(name);
    return found != null && found.isOn();
  }

  /**
   * What there is to show now.
   *
   * @param since the number of the last sample that the page has
   */
  Report report(long since) {
    List<Reading> read;
    List<Sample> all;
    synchronized (this) {
      read = List.copyOf(readings);
      all = List.copyOf(samples);
    }
    RuntimeSnapshot now = runtime.snapshot();
    var tenSeconds = new Window(read.getFirst(), read.getLast());
    var recent = new Window(read.get(Math.max(0, read.size() - 1 - TWO_SECONDS)), read.getLast());
    List<Sample> last = all.subList(Math.max(0, all.size() - TWO_SECONDS), all.size());
    Map<String, Boolean> positions = new TreeMap<>();
    switches.forEach((name, position) -> positions.put(name, position.isOn()));
    return new Report(
        run,
        now.name(),
        System.currentTimeMillis(),
        Saturation.CARRIERS,
        last.isEmpty() ? null : verdict(last, recent),
        positions,
        Figures.of(last.isEmpty() ? now.overdueNanos() : last.getLast().overdueNanos(), recent),
        Spread.LEVELS,
        tenSeconds.loopLag(),
        tenSeconds.resumeLag(),
        unseen(all, since),
        TaskTable.of(runtime.dump()));
  }

  private static Verdict verdict(List<Sample> last, Window recent) {
    String holder = null;
    long overdue = 0;
    for (Sample sample : last) {
      holder = sample.heldBy() == null ? holder : sample.heldBy();
      overdue = Math.max(overdue, sample.overdueNanos());
    }
    return Verdict.of(
        new Verdict.Evidence(
            recent.loopLag(),
            recent.resumeLag(),
            overdue,
            holder,
            recent.busyShare(),
            recent.runQueueShare()));
  }

  private static List<Sample> unseen(List<Sample> all, long since) {
    List<Sample> unseen = new ArrayList<>(all);
    unseen.removeIf(sample -> sample.number() <= since);
    return unseen;
  }

  @Override
  public void close() {
    thread.close();
  }
}
