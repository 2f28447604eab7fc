package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   woken      any thread; the poller     both            compare-and-set to push, exchange to take    [E1]
 *   waker      the poller                 any thread      volatile                                     [E1]
 *   left       the poller                 any thread      opaque (TaskDump)
 *   the rest   the poller                 the poller      plain, confined
 * Ordering
 *   E1  child's waker: push the child, then read waker and wake it.  poller: store the waker of this poll, then take what was
 *       pushed. All volatile: the child is taken in this poll, or the waker of this poll is woken.
 * Evidence   GroupWakeTest, GroupFairnessTest. Race: GroupWakeRace (E1)
 */
/**
 * Several tasks polled as one. Each has a waker of its own, so that only those are polled which
 * were woken: joining n tasks costs O(n) polls in all. At most a bounded number is polled in one
 * poll; then the others have their turn.
 */
abstract sealed class Group<R extends @Nullable Object> implements Task<R> permits JoinAll, Race {
  private static final int CHILDREN_PER_POLL = 128;
  private static final VarHandle WOKEN = Fields.find(MethodHandles.lookup(), "woken", Child.class);
  private static final VarHandle LEFT = Fields.find(MethodHandles.lookup(), "left", int.class);

  private final Child[] children;
  private boolean started;
  private Child[] batch = {};
  private int batchAt;
  private int left;
  private boolean ended;
  private @Nullable Context context;
  private volatile @Nullable Waker waker;
  private volatile @Nullable Child woken;

  Group(Task<?>[] tasks) {
    children = new Child[tasks.length];
    for (int i = 0; i < tasks.length; i++) {
      children[i] = new Child(this, i, tasks[i]);
    }
    left = tasks.length;
  }

  private boolean casWoken(@Nullable Child expected, Child value) {
    return WOKEN.compareAndSet(this, expected, value);
  }

  private @Nullable Child takeWoken() {
    return (Child) WOKEN.getAndSet(this, null);
  }

  private void setLeftOpaque(int value) {
    LEFT.setOpaque(this, value);
  }

  final int left() {
    return (int) LEFT.getOpaque(this);
  }

  final int size() {
    return children.length;
  }

  /** A child was ready. Returns the group's own outcome, or null to go on. */
  abstract @Nullable Poll<R> childReady(int position, @Nullable Object value);

  /** The outcome of a group in which nobody is left, or that never had anybody. */
  abstract Poll<R> allReady();

  /** Any thread: a child was woken. */
  final void push(Child child) {
    Child head;
    do {
      head = woken;
      child.next = head;
    } while (!casWoken(head, child));
    Waker parent = waker;
    if (parent != null) {
      parent.wake();
    }
  }

  /** The poll that is going on. */
  final Context context() {
    Context polling = context;
    if (polling == null) {
      throw new IllegalStateException("a context was used after the poll that it belongs to");
    }
    return polling;
  }

  @Override
  public final Poll<R> poll(Context outer) throws Exception {
    if (ended) {
      throw Waits.polledAfterEnd(this + "", outer);
    }
    Waker mine = outer.waker();
    if (waker != mine) {
      waker = mine;
    }
    context = outer;
    try {
      Poll<R> outcome = pollWoken();
      if (outcome == null) {
        Waits.note(outer, this);
        return Poll.pending();
      }
      end();
      return outcome;
    } catch (Throwable t) {
      end();
      throw t;
    } finally {
      context = null;
    }
  }

  private @Nullable Poll<R> pollWoken() throws Exception {
    int budget = CHILDREN_PER_POLL;
    while (left > 0) {
      Child child = nextToPoll();
      if (child == null) {
        return null;
      }
      if (budget-- == 0) {
        batchAt -= 1;
        context().waker().wake();
        return null;
      }
      Poll<R> outcome = pollChild(child);
      if (outcome != null) {
        return outcome;
      }
    }
    return allReady();
  }

  /** First every child once, then those that were woken. */
  private @Nullable Child nextToPoll() {
    if (batchAt == batch.length) {
      batch = started ? takeBatch() : children;
      started = true;
      batchAt = 0;
    }
    return batchAt == batch.length ? null : batch[batchAt++];
  }

  private Child[] takeBatch() {
    Child head = takeWoken();
    int count = 0;
    for (Child c = head; c != null; c = c.next) {
      count++;
    }
    Child[] taken = new Child[count];
    for (Child c = head; c != null; c = c.next) {
      taken[--count] = c;
    }
    Arrays.sort(taken, (a, b) -> Integer.compare(a.position, b.position));
    return taken;
  }

  private @Nullable Poll<R> pollChild(Child child) throws Exception {
    child.clearQueued();
    Task<?> task = child.task;
    if (task == null) {
      return null;
    }
    Poll<?> found;
    try {
      found = Waits.polled(task.poll(child), child);
    } catch (Throwable t) {
      child.task = null;
      throw t;
    }
    if (found instanceof Poll.Ready<?> ready) {
      child.task = null;
      setLeftOpaque(left - 1);
      return childReady(child.position, ready.value());
    }
    return null;
  }

  private void end() {
    ended = true;
    waker = null;
    batch = new Child[0];
    batchAt = 0;
    for (Child child : children) {
      Task<?> task = child.task;
      if (task != null) {
        child.task = null;
        CallOuts.cancel(task);
      }
    }
  }

  @Override
  public final void cancel() {
    if (!ended) {
      end();
    }
  }
}
