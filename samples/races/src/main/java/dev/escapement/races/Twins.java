package dev.escapement.races;

import java.util.List;

/** All twins: at least one for each race. */
@SuppressWarnings("StringConcatToTextBlock") // a change is easier to compare on few lines
final class Twins {
  private static final String RUNTIME = "runtime/src/main/java/dev/escapement/runtime/";
  private static final String LOOM = "loom-bridge/src/main/java/dev/escapement/loom/";
  private static final String METRICS = "metrics/src/main/java/dev/escapement/metrics/";

  private static final List<Change> UNPARKED_TOO_EARLY =
      List.of(
          new Change(
              "private void leaveSeat() {\n    carrier.seat(null);\n    seat.set(null);",
              "private void leaveSeat() {\n"
                  + "    unparkJoiners();\n"
                  + "    carrier.seat(null);\n"
                  + "    seat.set(null);"),
          new Change("} finally {\n      unparkJoiners();\n    }", "} finally {\n    }"));

  static final List<Twin> ALL =
      List.of(
          Twin.of(
              "ParkRace",
              RUNTIME + "Idling.java",
              "the look at the inbox after the loop has announced that it idles",
              "&& nothingUrgentCame(until) && !carrier.mustAct()",
              "&& !carrier.mustAct()"),
          Twin.of(
              "CloseAgainstParkRace",
              RUNTIME + "Idling.java",
              "the look at its life after the loop has announced that it idles",
              "if (asBefore && !carrier.mustAct() && nothingUrgentCame(until) &&"
                  + " !carrier.mustAct()) {",
              "if (asBefore && nothingUrgentCame(until)) {"),
          Twin.of(
              "LinkedChunkRace",
              RUNTIME + "Inbox.java",
              "that the sender looks whether the loop idles after its offer: it looks before",
              "void send(TaskCell<?> cell) {\n    if (offer(cell)) {\n      signal();",
              "void send(TaskCell<?> cell) {\n    signal();\n    if (offer(cell)) {"),
          Twin.of(
              "LinkedChunkRace",
              RUNTIME + "Inbox.java",
              "the fence between the offer and the look whether the loop idles",
              "queue.offer(message);\n      VarHandle.fullFence();",
              "queue.offer(message);"),
          Twin.of(
              "TimerParkRace",
              RUNTIME + "Stripe.java",
              "that a place is claimed by a read-modify-write: it is read, then stored",
              "return (int) CLAIMED.getAndAdd(this, 1);",
              "int i = claimed;\n      CLAIMED.setRelease(this, i + 1);\n      return i;"),
          new Twin(
              "TimerChunkRace",
              RUNTIME + "Inbox.java",
              "that the sender looks whether the loop idles after its offer: it looks before",
              List.of(
                  new Change(
                      "boolean toLookAt = arrivals.offer",
                      "boolean woken = wake(timer.deadlineVolatile());\n"
                          + "      boolean toLookAt = arrivals.offer"),
                  new Change("if (!wake(timer.deadlineVolatile())", "if (!woken"))),
          Twin.of(
              "WithdrawRace",
              RUNTIME + "Timer.java",
              "that the loop counts a timer which it finds cancelled in its slot",
              "} else if (deadlineVolatile() != Deadlines.NEVER) {",
              "} else if (false) {"),
          Twin.of(
              "WithdrawRace",
              RUNTIME + "Timer.java",
              "that the loop is told if the message was not under way any more",
              "} else if (tell && (w & QUEUED) == 0) {",
              "} else if (false) {"),
          Twin.of(
              "TwoRegistrarsRace",
              RUNTIME + "Merge.java",
              "the merge by stamps: what is marked is taken stripe by stripe",
              "merges = several > 1 || (several == 1 && (strictly || !isEmptyBut(only)))",
              "merges = false"),
          Twin.of(
              "TwoRegistrarsRace",
              RUNTIME + "Merge.java",
              "that what was registered after the time of the marks is left",
              "cut = first != null && merges && first.nextStamp() - until >= 0;",
              "cut = false;"),
          Twin.of(
              "TwoRegistrarsRace",
              RUNTIME + "Merge.java",
              "the second look at the other stripes if all that is marked is in one",
              " || (several == 1 && (strictly || !isEmptyBut(only)))",
              ""),
          Twin.of(
              "HorizonRace",
              RUNTIME + "Arrivals.java",
              "the second look at the horizon, after a place was claimed on the far side",
              "boolean doubtful = timer.deadlineVolatile() <= at;",
              "boolean doubtful = false;"),
          Twin.of(
              "HorizonRace",
              RUNTIME + "Arrivals.java",
              "that the clock is read for the marks after the horizon was moved: it is read before",
              "both.mark(time.nanoTime());",
              "both.mark(now);"),
          new Twin(
              "HorizonRace",
              RUNTIME + "Arrivals.java",
              "that the far side is marked before the near one: it is marked after it",
              List.of(
                  new Change("    if (sweeping) {\n      farOnes.markStrictly(now);\n    }\n", ""),
                  new Change(
                      "    nearOnes.mark(now);\n",
                      "    nearOnes.mark(now);\n"
                          + "    if (sweeping) {\n"
                          + "      farOnes.markStrictly(time.nanoTime());\n"
                          + "    }\n"))),
          new Twin(
              "FarResetRace",
              RUNTIME + "Arrivals.java",
              "that the deadline is read again for the second look: the first reading is used",
              List.of(
                  new Change(
                      "boolean isFar = horizon.isFar(timer.deadlineVolatile());",
                      "long deadline = timer.deadlineVolatile();\n"
                          + "    boolean isFar = horizon.isFar(deadline);"),
                  new Change(
                      "boolean doubtful = timer.deadlineVolatile() <= at;",
                      "boolean doubtful = deadline <= at;"))),
          Twin.of(
              "FarResetRace",
              RUNTIME + "Arrivals.java",
              "the doubt of a reset that finds a message under way",
              "boolean doubtful = horizon.isWithin(deadline);",
              "boolean doubtful = false;"),
          Twin.of(
              "CloseRace",
              RUNTIME + "Inbox.java",
              "the second look, after the offer, whether the runtime has terminated",
              "VarHandle.fullFence();\n      if (!life.isTerminated()) {",
              "VarHandle.fullFence();\n      if (true) {"),
          new Twin(
              "WakeDuringPollRace",
              RUNTIME + "TaskCell.java",
              "that NOTIFIED is taken out before the poll: it is taken out after it",
              List.of(
                  new Change("s = clearState(NOTIFIED);", ""),
                  new Change(
                      "setPhaseOpaque(IDLE);\n        }",
                      "setPhaseOpaque(IDLE);\n          clearState(NOTIFIED);\n        }"))),
          Twin.of(
              "WakeDuringPollRace",
              RUNTIME + "TaskCell.java",
              "the read-modify-write of a wake that finds NOTIFIED set: it only reads",
              "} else if ((setState(NOTIFIED) & (NOTIFIED | ENDED)) == 0) {\n"
                  + "      carrier.inbox.sendAgain(this);\n"
                  + "    }\n"
                  + "  }\n\n"
                  + "  /** On the carrier. A task",
              "} else if ((stateVolatile() & NOTIFIED) == 0\n"
                  + "        && (setState(NOTIFIED) & (NOTIFIED | ENDED)) == 0) {\n"
                  + "      carrier.inbox.sendAgain(this);\n"
                  + "    }\n"
                  + "  }\n\n"
                  + "  /** On the carrier. A task"),
          Twin.of(
              "CancelAgainstResultRace",
              RUNTIME + "TaskCell.java",
              "the read-modify-write that ends the task: it reads, then writes",
              "int before = setState(ENDED);",
              "int before = stateVolatile();\n    setState(ENDED);"),
          Twin.of(
              "CancelAgainstFireRace",
              RUNTIME + "Timer.java",
              "that the phase which was looked at is the one that is replaced",
              "} else if (casWord(w, (w & QUEUED) | FIRED)) {",
              "} else if (casWord(wordVolatile(), (w & QUEUED) | FIRED)) {"),
          Twin.of(
              "ResetAgainstFireRace",
              RUNTIME + "Timer.java",
              "that the phase which was looked at is the one that is replaced",
              "} else if (casWord(w, (w & QUEUED) | FIRED)) {",
              "} else if (casWord(wordVolatile(), (w & QUEUED) | FIRED)) {"),
          new Twin(
              "ResetAgainstMessageRace",
              RUNTIME + "Timer.java",
              "that QUEUED and DIRTY are taken out before the deadline is read: they are"
                  + " afterwards",
              List.of(
                  new Change("int before = takeMessage();", "int before = wordVolatile();"),
                  new Change(
                      "      }\n    }\n  }\n\n  /** On the carrier: brings the heap",
                      "      }\n"
                          + "    }\n"
                          + "    takeMessage();\n"
                          + "  }\n\n"
                          + "  /** On the carrier: brings the heap"))),
          Twin.of(
              "TwoResetsRace",
              RUNTIME + "Timer.java",
              "the signal of a reset that finds a message under way",
              "carrier.inbox.signalMoved(newDeadline);",
              ""),
          new Twin(
              "TwoResetsRace",
              RUNTIME + "Inbox.java",
              "that the sender reads the deadline after its offer: it reads it before",
              List.of(
                  new Change(
                      "boolean toLookAt = arrivals.offer",
                      "long deadline = timer.deadlineVolatile();\n"
                          + "      boolean toLookAt = arrivals.offer"),
                  new Change("if (!wake(timer.deadlineVolatile())", "if (!wake(deadline)"))),
          Twin.of(
              "SleepWakerRace",
              RUNTIME + "Sleep.java",
              "the look at the phase after the new waker is stored",
              "setWakerVolatile(mine);\n          if (phase() == ARMED) {",
              "setWakerVolatile(mine);\n          if (true) {"),
          Twin.of(
              "RearmAgainstFireRace",
              RUNTIME + "Sleep.java",
              "that who fires leaves the waker where it is: it is read and then cleared",
              "wake(wakerVolatile());",
              "Waker found = wakerVolatile();\n    clearWakerOpaque();\n    wake(found);"),
          Twin.of(
              "ResultAgainstWaiterRace",
              RUNTIME + "Awaiting.java",
              "the look at the outcome after the waiter is pushed",
              "awaited.add(this);\n        outcome = awaited.outcomeVolatile();",
              "awaited.add(this);"),
          Twin.of(
              "ResultAgainstNewWakerRace",
              RUNTIME + "Awaiting.java",
              "the look at the outcome after the new waker is stored",
              "setWaker(mine);\n        outcome = awaited.outcomeVolatile();",
              "setWaker(mine);"),
          Twin.of(
              "TaskEndAgainstWaiterRace",
              RUNTIME + "Completion.java",
              "that the outcome is set before the list is taken: it is set after that",
              "setOutcomeRelease(value);\n    tellWaiters();",
              "tellWaiters();\n    setOutcomeRelease(value);"),
          Twin.of(
              "TaskEndAgainstNewWakerRace",
              RUNTIME + "Waiter.java",
              "that the new waker is exchanged: it is stored",
              "WAKER.getAndSet(this, value);",
              "WAKER.setOpaque(this, value);"),
          Twin.of(
              "TwoResultsRace",
              RUNTIME + "Completion.java",
              "that setting the outcome is one read-modify-write: it looks, then sets",
              "return OUTCOME.compareAndSet(this, null, value);",
              "return outcomeVolatile() == null && OUTCOME.getAndSet(this, value) != this;"),
          Twin.of(
              "TwoWaitersRace",
              RUNTIME + "Completion.java",
              "that a push is one read-modify-write: it looks, then sets",
              "return WAITERS.compareAndSet(this, expected, value);",
              "return waitersVolatile() == expected && WAITERS.getAndSet(this, value) != this;"),
          new Twin(
              "GroupWakeRace",
              RUNTIME + "Group.java",
              "that the parent's waker is read after the push: it is read before",
              List.of(
                  new Change(
                      "Child head;\n    do {", "Waker parent = waker;\n    Child head;\n    do {"),
                  new Change(
                      "while (!casWoken(head, child));\n    Waker parent = waker;",
                      "while (!casWoken(head, child));"))),
          new Twin(
              "ChildWakeRace",
              RUNTIME + "Group.java",
              "that a child's mark is taken back before its poll: it is taken back after it",
              List.of(
                  new Change("child.clearQueued();\n    Task<?> task", "Task<?> task"),
                  new Change(
                      "found = Waits.polled(task.poll(child), child);",
                      "found = Waits.polled(task.poll(child), child);\n"
                          + "      child.clearQueued();"))),
          Twin.of(
              "LiveTasksRace",
              RUNTIME + "LiveTasks.java",
              "that a larger array is published once it is filled: it is filled afterwards",
              "setCellsRelease(Arrays.copyOf(cells, 2 * cells.length));",
              "TaskCell<?>[] full = cells; setCellsRelease(new TaskCell<?>[2 * full.length]);"
                  + " System.arraycopy(full, 0, cells, 0, full.length);"),
          Twin.of(
              "LiveTasksShrinkRace",
              RUNTIME + "LiveTasks.java",
              "that a shorter array is published once it is filled: it is filled afterwards",
              "next = 0;\n    for (TaskCell<?> cell : cells) {",
              "next = 0;\n    TaskCell<?>[] full = cells;\n    setCellsRelease(moved);\n"
                  + "    for (TaskCell<?> cell : full) {"),
          new Twin(
              "CloseAgainstLeaveRace",
              RUNTIME + "Driver.java",
              "that a closer enters joiners before it looks at the seat: it enters them after that",
              List.of(
                  new Change(
                      "joiners.add(me);\n    try {\n      carrier.request",
                      "try {\n      carrier.request"),
                  new Change(
                      "LockSupport.parkNanos(this, left);",
                      "joiners.add(me);\n        LockSupport.parkNanos(this, left);"))),
          new Twin(
              "CloseAgainstLeaveRace",
              RUNTIME + "Driver.java",
              "that the driver clears the seat before it unparks: it clears it after that",
              UNPARKED_TOO_EARLY),
          new Twin(
              "JoinAgainstLeaveRace",
              RUNTIME + "ThreadWait.java",
              "that a joiner enters joiners before it looks at the seat: it enters them after that",
              List.of(
                  new Change("driver.joins(me);\n", ""),
                  new Change(
                      "cell.carrier.driver.refuseUndriven(cell);",
                      "cell.carrier.driver.refuseUndriven(cell);\n"
                          + "      cell.carrier.driver.joins(Thread.currentThread());"))),
          new Twin(
              "JoinAgainstLeaveRace",
              RUNTIME + "Driver.java",
              "that the driver clears the seat before it unparks: it clears it after that",
              UNPARKED_TOO_EARLY),
          Twin.of(
              "WatchdogSleepRace",
              RUNTIME + "Watchdog.java",
              "the look whether a carrier is awake after the watchdog has told that it sleeps",
              "if (watched.stream().anyMatch(Watched::isAwake)) {",
              "if (false) {"),
          Twin.of(
              "HoldEndRace",
              RUNTIME + "sim/VirtualTime.java",
              "the unpark after a hold is taken out",
              "if (holds.remove(hold)) {\n      LockSupport.unpark(driver);\n    }",
              "holds.remove(hold);"),
          new Twin(
              "HoldEndRace",
              RUNTIME + "sim/VirtualTime.java",
              "that the holds are read before the inbox: they are read after it",
              List.of(
                  new Change(
                      "if (driving && !holds.isEmpty()) {\n"
                          + "      awaitHolds(woken);\n"
                          + "      return;\n"
                          + "    }\n"
                          + "    if (woken",
                      "if (woken"),
                  new Change(
                      "return; // what was held has changed something\n    }",
                      "return;\n"
                          + "    }\n"
                          + "    if (driving && !holds.isEmpty()) {\n"
                          + "      awaitHolds(woken);\n"
                          + "      return;\n"
                          + "    }"))),
          Twin.of(
              "LimitEndRace",
              LOOM + "Limit.java",
              "that the end of the body waits until a limit that fires has fired",
              "awaitFired();\n    if (interrupts)",
              "if (interrupts)"),
          Twin.of(
              "UnparkRace",
              LOOM + "BlockedThread.java",
              "that the waker tells when it wakes before it unparks: it does so afterwards",
              "wokenAt = bridge.access.turnNanos();\n    bridge.threads.unpark(thread);",
              "bridge.threads.unpark(thread);\n    wokenAt = bridge.access.turnNanos();"),
          Twin.of(
              "StrayUnparkRace",
              LOOM + "Sleeping.java",
              "the look whether the sleep is over, after a return from park",
              "} while (!isOver(sleep));",
              "} while (false);"),
          Twin.of(
              "SleepingThreadRace",
              RUNTIME + "SleepingThread.java",
              "that a sleep tells when its thread was woken before it is over: it does so"
                  + " afterwards",
              "seq = carrier.turnNanos();\n    wake();",
              "wake();\n    seq = carrier.turnNanos();"),
          new Twin(
              "LimitAwaitRace",
              LOOM + "Limit.java",
              "that the awaited task is read before the interrupt: it is read after it",
              List.of(
                  new Change("JoinHandle<?> task = outermost.awaited;\n", ""),
                  new Change(
                      "} finally {\n      if (task != null) {",
                      "} finally {\n"
                          + "      JoinHandle<?> task = outermost.awaited;\n"
                          + "      if (task != null) {"))),
          Twin.of(
              "LimitAwaitRace",
              LOOM + "LoomBridge.java",
              "that an interrupted thread cancels what it awaits, in case the carrier saw none, and"
                  + " waits for the poll under way",
              "handle.cancel();\n      if (!givenUp) {",
              "if (false) {"),
          Twin.of(
              "LimitAwaitRace",
              LOOM + "LoomBridge.java",
              "the look whether the limit is over after the awaited task was cancelled",
              "BlockedThread.throwIfOver(limit);",
              ""),
          Twin.of(
              "ForeignInterruptRace",
              LOOM + "Limit.java",
              "that the carrier notes whether the flag is set already",
              "outermost.foreign = true;",
              ""),
          Twin.of(
              "ForeignInterruptRace",
              LOOM + "Limit.java",
              "that the thread notes whether another interrupt is pending beside the one thrown",
              "boolean twoHaveCome = taken && pending && outermost.ours == 1;",
              "boolean twoHaveCome = false;"),
          Twin.of(
              "NestedLimitRace",
              LOOM + "Limit.java",
              "the look whether a limit further out has interrupted",
              "if (owed || outerInterrupted || cancelled) {",
              "if (owed || cancelled) {"),
          Twin.of(
              "CancelInLimitRace",
              LOOM + "Limit.java",
              "the look whether the thread's own work was cancelled",
              "if (owed || outerInterrupted || cancelled) {",
              "if (owed || outerInterrupted) {"),
          new Twin(
              "ForkAgainstStopRace",
              LOOM + "Scope.java",
              "that the forker looks whether the scope was stopped after it has added the child: it"
                  + " looks before",
              List.of(
                  new Change(
                      "children.add(child);",
                      "boolean late = stopped.get() != null;\n    children.add(child);"),
                  new Change("if (stopped.get() != null) {", "if (late) {"))),
          new Twin(
              "JoinAgainstEndRace",
              LOOM + "Scope.java",
              "that the end of a child is noted before it is counted out: it is noted afterwards",
              List.of(
                  new Change("outcome = found;\n", ""),
                  new Change("scope.ended();", "scope.ended();\n        outcome = found;"))),
          Twin.of(
              "CancelAgainstShutdownRace",
              LOOM + "ScheduledRun.java",
              "that a cancel is one read-modify-write: it looks, then sets",
              "if (!state.compareAndSet(from, CANCELLED)) {",
              "if (state.get() != from || state.getAndSet(CANCELLED) < 0) {"),
          Twin.of(
              "CancelAgainstRunRace",
              LOOM + "ScheduledRun.java",
              "that a begin is one read-modify-write: it looks, then sets",
              "begun = state.compareAndSet(DUE, RUNNING);",
              "begun = state.get() == DUE && state.getAndSet(RUNNING) >= 0;"),
          Twin.of(
              "ArmAgainstCancelRace",
              LOOM + "ScheduledRun.java",
              "the look at the state after the timer is registered",
              "} else if (state.get() != WAITING) {",
              "} else if (false) {"),
          Twin.of(
              "RunGateRace",
              LOOM + "RunGate.java",
              "that a run is added before the look at the permits: it is added afterwards",
              "waiting.add(run);\n    startWaiting();",
              "startWaiting();\n    waiting.add(run);"),
          Twin.of(
              "BatonRace",
              LOOM + "Rider.java",
              "that a thread which gave the baton back waits until it has it again",
              "while (!turn && !free) {",
              "while (!turn && !free && !begun) {"),
          Twin.of(
              "LoomLockRace",
              LOOM + "LoomLock.java",
              "that the owner is taken out before the permit is given back: it is afterwards",
              "owner = null;\n    permit.release();",
              "permit.release();\n    owner = null;"),
          Twin.of(
              "LoomLockRace",
              RUNTIME + "Semaphore.java",
              "the lock of the semaphore around a look at its permits",
              "public boolean tryAcquire() {\n"
                  + "    lock.lock();\n"
                  + "    try {\n"
                  + "      return take();\n"
                  + "    } finally {\n"
                  + "      lock.unlock();\n"
                  + "    }",
              "public boolean tryAcquire() {\n    return take();"),
          Twin.of(
              "ExecutorLifeRace",
              LOOM + "ExecutorLife.java",
              "that the phase which was looked at still holds when a submission is counted in",
              "if (word.compareAndSet(w, w + ONE)) {",
              "if (word.addAndGet(ONE) != 0) {"),
          Twin.of(
              "StartAgainstCancelRace",
              LOOM + "ThreadTask.java",
              "that a start is one read-modify-write: it looks, then sets",
              "if (state.compareAndSet(NEW, STARTED)) {",
              "if (state.get() == NEW && state.getAndSet(STARTED) != STARTED) {"),
          Twin.of(
              "SubmitAgainstShutdownRace",
              LOOM + "LoomScheduledExecutor.java",
              "the look at the phase after the run is armed",
              "run.arm();\n    run.cancelUnlessAllowed();",
              "run.arm();"),
          new Twin(
              "SchedulerProbeRace",
              METRICS + "SchedulerProbe.java",
              "that the probe tells its delay before it tells that it waits no more",
              List.of(
                  new Change("last = now() - since;\n", "long waited = now() - since;\n"),
                  new Change(
                      "              since = NONE;\n            });",
                      "              since = NONE;\n"
                          + "              last = waited;\n"
                          + "            });"))));

  private Twins() {}
}
