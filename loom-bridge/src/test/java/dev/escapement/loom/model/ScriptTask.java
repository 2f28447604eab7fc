package dev.escapement.loom.model;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A script as a state machine. */
final class ScriptTask implements Task<String> {
  private final Real world;
  private final int number;
  private final List<Step> steps;
  private int at;
  private @Nullable Task<String> awaited;

  ScriptTask(Real world, int number, List<Step> steps) {
    this.world = world;
    this.number = number;
    this.steps = steps;
  }

  @Override
  public Poll<String> poll(Context context) throws Exception {
    while (at < steps.size()) {
      if (awaited == null) {
        awaited = world.wait(number, steps.get(at));
      }
      String result;
      if (awaited == null) {
        result = world.act(number, steps.get(at));
      } else if (awaited.poll(context) instanceof Poll.Ready<String>(String value)) {
        result = value;
      } else {
        return Poll.pending();
      }
      awaited = null;
      world.log(number, at, result);
      at++;
    }
    return Poll.ready(Model.VALUE);
  }

  @Override
  public void cancel() {
    if (awaited != null) {
      awaited.cancel();
    }
  }
}
