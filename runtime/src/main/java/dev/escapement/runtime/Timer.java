package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/*
 * Ownership
 *   field       written by    read by       mode, guard
 *   word        any thread    any thread    plain before anybody else can know the timer; then volatile,   [E1] [E2]
 *                                           read-modify-write only. What the carrier reads ahead of a firing, plain, counts for nothing
 *   next, due   carrier       carrier       plain, confined; due is set by who makes the timer, and published by the inbox. It never
 *                                           changes for a timer without reset, for which any thread reads it
 *   seq, prev   carrier       carrier       the same; but who makes a timer tells there where it stands in the inbox, until
 *                                           the carrier takes it or whoever cancels it withdraws it             [Stripe E2, E3]
 * Ordering
 *   E1  reset or arm elsewhere, or on the far side: store the deadline, then set QUEUED and DIRTY in word.  carrier: take both out
 *       of word, then read the deadline. Who finds QUEUED set need not enqueue: the carrier has yet to take it out, and reads the
 *       deadline after that. But it must signal: the message may be on its way with a later deadline, and on the far side. And whoever
 *       enqueues reads the deadline for its own signal, and once more for its side, after the offer: an earlier one may have come
 *       meanwhile, whose signal found nothing yet.
 *   E2  Only the read-modify-write that sets QUEUED enqueues, so the timer stands in the inbox at most once. Exactly one of
 *       ARMED → FIRED and ARMED → CANCELLED succeeds, and what the timer refers to belongs to whoever succeeded.
 * States     NEW → ARMED (first poll, schedule, or start of a thread's sleep) → FIRED (carrier) → ENDED (the poll that was told).
 *            NEW → ENDED (first poll after the deadline); NEW, ARMED → CANCELLED (any thread), final;
 *            FIRED, ENDED → ARMED (reset). QUEUED is set while a message about the timer is in the inbox; FRESH if it is the
 *            first one, and the loop does not know of the timer at all; DIRTY while the heap does not know the last thing
 *            that happened elsewhere. What the carrier does itself, if it is near, it tells the heap at once, and takes DIRTY out, a reset
 *            FRESH, too: a message that is still under way then means nothing any more, but that a new timer was cancelled.
 * Failure    onFired and onCancelled call user code only through CallOuts.
 * Evidence   TimersModelTest, StaleMessageTest, SleepSameTurnTest, TimerCancelTest, TimerKindsTest, StressTest. Races:
 *            ResetAgainstFireRace, ResetAgainstMessageRace, TwoResetsRace, FarResetRace (E1), CancelAgainstFireRace (E2)
 */
/**
 * A deadline, what stands behind it, and its place in the heap. It is its own message to the
 * carrier.
 */
abstract sealed class Timer extends Link implements Message
    permits Sleep, SleepingThread, TimerHandle {
  static final int NEW = 0;
  static final int ARMED = 1;
  static final int FIRED = 2;
  static final int ENDED = 3;
  static final int CANCELLED = 4;
  private static final int PHASE = 7;
  private static final int QUEUED = 8;
  private static final int DIRTY = 16;
  private static final int FRESH = 32;

  /** Values of {@link #seq} before the first registration, and while among those that never end. */
  private static final long UNREGISTERED = -1;

  private static final long DORMANT = -2;

  private static final VarHandle WORD = Fields.find(MethodHandles.lookup(), "word", int.class);

  static {
    // Loads all kinds, and does not initialize them. Code that was compiled while there was but one
    // would be discarded when another came, and each thread that waits in it deoptimized.
    var _ = List.of(Sleep.class, SleepingThread.class, TimerHandle.class);
  }

  final Carrier carrier;

  /** The deadline by which the heap sorts this timer. */
  long due;

  long seq = UNREGISTERED;
  private int word;

  Timer(Carrier carrier, long deadline) {
    this.carrier = carrier;
    this.due = deadline;
  }

  private int wordVolatile() {
    return (int) WORD.getVolatile(this);
  }

  private boolean casWord(int expected, int value) {
    return WORD.compareAndSet(this, expected, value);
  }

  /**
   * Takes QUEUED, DIRTY and FRESH out; a word that is cancelled never changes again and stays as it
   * is.
   */
  private int takeMessage() {
    while (true) {
      int w = wordVolatile();
      if ((w & PHASE) == CANCELLED || casWord(w, w & ~(QUEUED | DIRTY | FRESH))) {
        return w;
      }
    }
  }

  /** Only to have it read ahead of the firing; what comes of it means nothing. */
  final int readWord() {
    return word;
  }

  /** When this timer is to fire, as whoever set it last wants it. */
  abstract long deadlineVolatile();

  private boolean isInHeap() {
    return next != null;
  }

  final int phase() {
    return wordVolatile() & PHASE;
  }

  /** Whether the loop has yet to hear of this timer, and will then have one more. */
  final boolean isUnknownToTheLoop() {
    return (wordVolatile() & FRESH) != 0 && deadlineVolatile() != Deadlines.NEVER;
  }

  /** For who sleeps by this timer, in vain. */
  final String endedByClose() {
    return "the sleep ended because " + carrier.label() + " was closed";
  }

  /** Called by the carrier that fired this timer, once per firing. */
  abstract void onFired();

  /**
   * Called by whoever cancelled this timer, on any thread: releases what it refers to and tells who
   * waits.
   */
  abstract void onCancelled();

  /**
   * Whether the caller is the carrier, and puts the timer into the heap by itself. What is far it
   * hands over like any thread: another thread's timer that was registered before is not in the
   * heap yet.
   */
  private boolean isForTheHeap(long deadline) {
    return carrier.isCurrentThread() && !carrier.inbox.isFar(deadline);
  }

  /** NEW or FIRED to ENDED; false if another thread was faster. */
  final boolean end(int from) {
    int w = wordVolatile();
    return (w & PHASE) == from && casWord(w, (w & QUEUED) | ENDED);
  }

  /**
   * As {@link #arm}, for a timer that nobody else knows yet, with the caller's stripe and the time
   * of this call.
   */
  final void armUnshared(Stripe stripe, long now) {
    if (isForTheHeap(due)) {
      word = ARMED;
      VarHandle.storeStoreFence(); // elsewhere the inbox has one
      enter();
    } else {
      word = ARMED | QUEUED | DIRTY | FRESH;
      carrier.inbox.registerNew(this, stripe, now);
    }
  }

  /** NEW to ARMED, and registers; false if the timer is not NEW any more. */
  final boolean arm() {
    if (isForTheHeap(deadlineVolatile())) {
      if (!casWord(NEW, ARMED)) {
        return false;
      }
      enter();
    } else {
      if (!casWord(NEW, ARMED | QUEUED | DIRTY | FRESH)) {
        return false;
      }
      carrier.inbox.register(this);
    }
    return true;
  }

  /** True for the call that decided it. */
  final boolean tryCancel() {
    boolean onCarrier = carrier.isCurrentThread();
    while (true) {
      int w = wordVolatile();
      int phase = w & PHASE;
      if (phase != NEW && phase != ARMED) {
        return false;
      }
      boolean tell = phase == ARMED && !onCarrier;
      if (casWord(w, CANCELLED | (w & FRESH) | (tell ? QUEUED : w & QUEUED))) {
        if ((w & FRESH) != 0) {
          Stripe.withdraw(this);
        } else if (tell && (w & QUEUED) == 0) {
          carrier.inbox.sendAgain(this);
        } else if (onCarrier) {
          leaveOrForget();
        }
        onCancelled();
        return true;
      }
    }
  }

  /**
   * The deadline was moved: registers anew, and re-arms a timer that has fired. A cancelled timer
   * stays cancelled.
   */
  final void moved(long newDeadline) {
    boolean onCarrier = isForTheHeap(newDeadline);
    while (true) {
      int w = wordVolatile();
      int phase = w & PHASE;
      if (phase == NEW || phase == CANCELLED) {
        return;
      }
      if (casWord(w, ARMED | (onCarrier ? w & QUEUED : (w & FRESH) | QUEUED | DIRTY))) {
        if (onCarrier) {
          enter();
        } else if ((w & QUEUED) == 0) {
          carrier.inbox.register(this);
        } else {
          carrier.inbox.signalMoved(newDeadline);
        }
        return;
      }
    }
  }

  /** On the carrier: the message about this timer has come. */
  final void arrive() {
    int before = takeMessage();
    int phase = before & PHASE;
    boolean fresh = (before & FRESH) != 0;
    if (phase == ARMED && (before & DIRTY) != 0) {
      if (fresh) {
        prev = null;
        seq = UNREGISTERED;
      }
      enter();
    } else if (phase == CANCELLED) {
      carrier.idling.keepAlarm(deadlineVolatile());
      if (!fresh) {
        leaveOrForget();
      } else if (deadlineVolatile() != Deadlines.NEVER) {
        carrier.counters.timersWithdrawn(1);
      }
    }
  }

  /** On the carrier: brings the heap in line with an armed timer's deadline. */
  private void enter() {
    assert carrier.isCurrentThread();
    if (carrier.life.isTerminated()) {
      abandon();
      return;
    }
    long deadline = deadlineVolatile();
    if (deadline == Deadlines.NEVER) {
      if (isInHeap()) {
        leave(); // this registration ends here, as a cancelled one
      }
      if (!(this instanceof TimerHandle)) { // somebody waits for it
        seq = DORMANT;
        carrier.dormant.add(this);
      }
    } else if (isInHeap()) {
      carrier.counters.timerRescheduled(deadline);
      carrier.timers.reschedule(this, deadline);
    } else {
      forget();
      carrier.counters.timerScheduled(deadline);
      carrier.timers.insert(this, deadline);
    }
  }

  private void leave() {
    carrier.timers.remove(this);
    carrier.counters.timerCancelled();
  }

  private void leaveOrForget() {
    if (isInHeap()) {
      leave();
    } else {
      forget();
    }
  }

  private void forget() {
    if (seq == DORMANT) {
      seq = UNREGISTERED;
      carrier.dormant.remove(this);
    }
  }

  /**
   * On the carrier, for the first timer of the heap: fires it, unless another thread has cancelled
   * it, or has reset it and the message is still on its way. Returns whether it fired; it is out of
   * the heap or has moved in any case.
   */
  final boolean fire() {
    while (true) {
      int w = wordVolatile();
      if ((w & PHASE) != ARMED) {
        leave();
        return false;
      }
      if ((w & DIRTY) != 0) {
        if (casWord(w, w & ~DIRTY)) {
          enter();
          return false;
        }
      } else if (casWord(w, (w & QUEUED) | FIRED)) {
        carrier.timers.remove(this);
        return true;
      }
    }
  }

  /** Any thread, at the end of the runtime: cancels without telling the carrier. */
  final void abandon() {
    while (true) {
      int w = wordVolatile();
      if ((w & PHASE) != ARMED) {
        return;
      }
      if (casWord(w, CANCELLED)) {
        onCancelled();
        return;
      }
    }
  }
}
