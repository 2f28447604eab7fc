package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   queued   any thread; poller     both            read-modify-write only      [E1]
 *   next     whoever set queued     the poller      plain, published by the push
 *   task     the poller             the poller      plain, confined; null after its end
 * Ordering
 *   E1  waker: write what the child will read, set queued, and if it was not set push, then wake the parent.
 *       poller: take the pushed ones, take queued back, then poll the child. So a wake that found queued set happens-before
 *       that poll. For the parent's waker see Group, E1.
 * Evidence   GroupWakeTest. Race: ChildWakeRace (E1)
 */
/** One of several tasks that are polled by a {@link Group}: its own waker and context. */
final class Child implements Waker, Context {
  private static final VarHandle QUEUED = Fields.find(MethodHandles.lookup(), "queued", int.class);

  final int position;
  private final Group<?> group;
  @Nullable Task<?> task;
  @Nullable Child next;
  private int queued;

  Child(Group<?> group, int position, Task<?> task) {
    this.group = group;
    this.position = position;
    this.task = task;
  }

  private boolean setQueued() {
    return (int) QUEUED.getAndSet(this, 1) == 0;
  }

  /** Before a poll: wakes from now on are new ones. */
  void clearQueued() {
    QUEUED.getAndSet(this, 0);
  }

  @Override
  public void wake() {
    if (setQueued()) {
      group.push(this);
    }
  }

  @Override
  public Waker waker() {
    return this;
  }

  @Override
  public TaskRuntime runtime() {
    return groupContext().runtime();
  }

  Context groupContext() {
    return group.context();
  }
}
