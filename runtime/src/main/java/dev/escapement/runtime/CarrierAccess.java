package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.spi.RuntimeAccess;

/** The door that a bridge comes through. */
record CarrierAccess(Carrier carrier) implements RuntimeAccess {
  @Override
  public void admit(String call) {
    carrier.admit(requireNonNull(call, "call"));
  }

  @Override
  public void refuseOnCarrier(String call, String instead) {
    Carrier.refuseOnCarrier(requireNonNull(call, "call"), requireNonNull(instead, "instead"));
  }

  @Override
  public long turnNanos() {
    return carrier.turnNanos();
  }

  @Override
  public void recordResumeLag(long nanos) {
    carrier.counters.resumeLag.recordShared(nanos);
  }
}
