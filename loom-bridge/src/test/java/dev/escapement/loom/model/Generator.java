package dev.escapement.loom.model;

import dev.escapement.loom.model.Program.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes random programs. */
final class Generator {
  private static final int LONGEST = 40;
  private static final int CALLBACKS = 8;

  /** One in so many programs closes the runtime. */
  private static final int CLOSED = 3;

  private final RandomGenerator random;
  private final int scripts;
  private final int steps;

  Generator(RandomGenerator random, int scripts, int steps) {
    this.random = random;
    this.scripts = Math.min(scripts, Step.SCRIPTS);
    this.steps = steps;
  }

  Program program() {
    List<Script> all = new ArrayList<>();
    for (int i = 0; i < scripts; i++) {
      all.add(script(i));
    }
    if (random.nextInt(CLOSED) == 0) {
      close(all);
    }
    return new Program(List.copyOf(all));
  }

  /** In the midst of one of them, which may never come to it. */
  private void close(List<Script> all) {
    int closer = random.nextInt(scripts);
    List<Step> made = new ArrayList<>(all.get(closer).steps());
    made.add(random.nextInt(made.size() + 1), new Step.Close());
    all.set(closer, new Script(all.get(closer).thread(), List.copyOf(made)));
  }

  private Script script(int number) {
    List<Step> made = new ArrayList<>();
    made.add(new Step.Align());
    while (made.size() < steps) {
      add(number, made);
    }
    return new Script(random.nextBoolean(), List.copyOf(made));
  }

  private long nanos() {
    return Step.GRID * (1 + random.nextInt(LONGEST));
  }

  /**
   * After each step by which it ends at another's time a script goes back to its own, and after
   * each one that touches others it lets time pass.
   */
  private void add(int number, List<Step> made) {
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> touch(made, new Step.Start(later(number)));
      case 3 -> touch(made, new Step.Cancel(other(number)));
      case 4 -> touch(made, new Step.Interrupt(other(number)));
      case 5 -> awaitOthers(made, new Step.Join(later(number)));
      case 6 -> limit(made);
      case 7 -> race(made);
      case 8 -> made.add(new Step.Tick(Step.GRID * (1 + number % 7)));
      case 9 -> {
        boolean known = made.stream().anyMatch(Step.NewTimer.class::isInstance);
        if (!known || random.nextInt(3) == 0) {
          touch(made, new Step.NewTimer(number, nanos()));
        }
        awaitOthers(made, new Step.AwaitTimer(number)); // or once more
      }
      case 10 -> touch(made, new Step.Reset(random.nextInt(scripts), nanos()));
      case 11 -> touch(made, new Step.CancelTimer(random.nextInt(scripts)));
      case 12 -> made.add(new Step.Call(random.nextInt(CALLBACKS), nanos()));
      default -> touch(made, new Step.CancelCall(random.nextInt(CALLBACKS)));
    }
  }

  /** Scripts start and await only later ones, so that no two await each other. */
  private int later(int number) {
    return number + 1 < scripts ? number + 1 + random.nextInt(scripts - number - 1) : number;
  }

  private int other(int number) {
    return (number + 1 + random.nextInt(Math.max(1, scripts - 1))) % scripts;
  }

  private void touch(List<Step> made, Step step) {
    made.add(step);
    made.add(new Step.Sleep(nanos()));
  }

  private static void awaitOthers(List<Step> made, Step step) {
    made.add(step);
    made.add(new Step.Align());
  }

  private void limit(List<Step> made) {
    long nanos = nanos();
    made.add(new Step.Limit(nanos + (random.nextBoolean() ? Step.GRID : -Step.GRID / 2), nanos));
    made.add(new Step.Align());
  }

  private void race(List<Step> made) {
    long first = nanos();
    made.add(new Step.Race(first, first + (random.nextBoolean() ? Step.GRID : -Step.GRID / 2)));
    made.add(new Step.Align());
  }
}
