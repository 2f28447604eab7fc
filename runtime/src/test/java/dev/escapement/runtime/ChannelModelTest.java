package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelModelTest {
  private static final int CHANNELS = 200;
  private static final int STEPS = 1_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void channel_underRandomOperations_agreesWithANaiveOne(long seed) throws Exception {
    int received = 0;
    for (int i = 0; i < CHANNELS; i++) {
      ChannelModel model = new ChannelModel(seed * CHANNELS + i);
      for (int step = 0; step < STEPS; step++) {
        model.step();
      }
      received += model.received;
    }
    assertTrue(received > CHANNELS * STEPS / 20, received + " received");
  }
}
