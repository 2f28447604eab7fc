package dev.escapement.benchmarks.peers;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.LagMode;
import dev.escapement.runtime.TaskRuntime;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/** Who can be started. */
public enum PeerKind {
  /** Callbacks of ours. */
  CALLBACKS(
      "escapement",
      "TaskRuntime.schedule, default lag mode",
      () -> new EscapementCallbacks(LagMode.PRECISE)),
  /** Callbacks of ours that save processor time. */
  ECONOMY(
      "escapement-economy",
      "TaskRuntime.schedule, ECONOMY",
      () -> new EscapementCallbacks(LagMode.ECONOMY)),
  /** Callbacks of ours that spend processor time. */
  SPIN(
      "escapement-spin", "TaskRuntime.schedule, SPIN", () -> new EscapementCallbacks(LagMode.SPIN)),
  /** Tasks of ours. */
  TASKS("escapement-tasks", "TaskRuntime.spawn of a task that sleeps", EscapementTasks::new),
  /** Virtual threads on our timers. */
  BRIDGE(
      "escapement-threads",
      "virtual threads in LoomBridge.sleep",
      () -> new VirtualThreads(LoomBridge.of(TaskRuntime.start())::sleep)),
  /** Virtual threads on the JDK's timers. */
  THREAD_SLEEP(
      "thread-sleep", "virtual threads in Thread.sleep", () -> new VirtualThreads(Thread::sleep)),
  /** What a virtual thread costs that only parks, with a timer of ours. */
  PARKED(
      "parked",
      "virtual threads in LockSupport.park, unparked by TaskRuntime.schedule: no bridge",
      () -> new VirtualThreads(Parking.on(TaskRuntime.start()))),
  /** The JDK's oldest, in exact order. */
  STPE("stpe", "ScheduledThreadPoolExecutor(1), remove on cancel", ScheduledExecutor::ofOneThread),
  /** The JDK's newest; ties fire in no order. */
  FORK_JOIN(
      "fjp",
      "ForkJoinPool(2).schedule of JDK 25",
      () -> new ScheduledExecutor(new ForkJoinPool(2))),
  /** Netty's event loop without channels, in exact order. */
  NETTY_EXECUTOR(
      "netty-executor",
      "Netty's DefaultEventExecutor",
      () ->
          new ScheduledExecutor(new DefaultEventExecutor(Thread.ofPlatform().daemon().factory()))),
  /** No order within a tick. */
  NETTY_WHEEL("netty-wheel", "Netty's HashedWheelTimer, tick 1 ms", HashedWheel::new),
  /** What it costs to hand timers through one queue to the thread that owns them. */
  QUEUE_FLOOR(
      "queue-floor",
      "an MPSC queue and a thread that takes what is in it and keeps nothing",
      QueueFloor::start),
  /** What it costs a thread to put a timer where another would find it, and to take it back. */
  CLAIM_FLOOR(
      "claim-floor",
      "a clock reading, an object, a place, a compare-and-set: nobody takes it over",
      ClaimFloor::new),
  /** What timers of one length cost in one queue and a ring. */
  FIFO_FLOOR(
      "fifo-floor",
      "an MPSC queue and a thread that keeps timers of one length in a ring",
      FifoFloor::start),
  /** What timers of any length cost that are taken over as they come. */
  LANE_FLOOR(
      "lane-floor",
      "an array of each thread's own, and a thread that takes what is in them and sorts in the end",
      LaneFloor::start),
  /** For what a JVM does by itself. */
  BARE("bare", "a JVM without timers", BareJvm::new);

  /** Those that are no timers that anybody would use: they show what others cannot avoid. */
  public static final Set<String> FLOORS =
      Set.of(PARKED.id, QUEUE_FLOOR.id, CLAIM_FLOOR.id, FIFO_FLOOR.id, LANE_FLOOR.id);

  private final String id;
  private final String summary;

  @SuppressWarnings("ImmutableEnumChecker") // the suppliers hold no state
  private final Supplier<Peer<?>> start;

  PeerKind(String id, String summary, Supplier<Peer<?>> start) {
    this.id = id;
    this.summary = summary;
    this.start = start;
  }

  /** The short name in tables. */
  public String id() {
    return id;
  }

  /** What it is, on one line. */
  public String summary() {
    return summary;
  }

  /** Starts one. It is never stopped: its process ends. */
  public Peer<?> start() {
    return start.get();
  }
}
