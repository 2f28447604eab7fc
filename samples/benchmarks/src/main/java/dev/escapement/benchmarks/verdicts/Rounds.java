package dev.escapement.benchmarks.verdicts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every contender showed in every round of a workload; empty where it showed nothing. */
public final class Rounds {
  private final Map<String, List<Map<String, Double>>> byContender = new LinkedHashMap<>();

  /** Notes the figures of a contender's next round. */
  public void add(String contender, Map<String, Double> figures) {
    byContender.computeIfAbsent(contender, id -> new ArrayList<>()).add(figures);
  }

  /** Who took part. */
  public Set<String> contenders() {
    return byContender.keySet();
  }

  /** A contender's rounds. */
  public List<Map<String, Double>> of(String contender) {
    return byContender.getOrDefault(contender, List.of());
  }

  /** All figures, in the order in which they came. */
  public Set<String> figures() {
    Set<String> names = new LinkedHashSet<>();
    byContender.values().forEach(rounds -> rounds.forEach(round -> names.addAll(round.keySet())));
    return names;
  }

  /** A figure of one contender over its rounds. */
  public Estimate estimate(String contender, String figure) {
    return Estimate.of(
        of(contender).stream()
            .map(round -> round.get(figure))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray());
  }

  /** One figure over another, from rounds in which both were measured. */
  public Estimate ratio(String ours, String figure, String rival, String rivalFigure) {
    List<Map<String, Double>> a = of(ours);
    List<Map<String, Double>> b = of(rival);
    return Estimate.of(
        IntStream.range(0, Math.min(a.size(), b.size()))
            .mapToObj(i -> quotient(a.get(i).get(figure), b.get(i).get(rivalFigure)))
            .flatMapToDouble(quotient -> quotient)
            .toArray());
  }

  private static DoubleStream quotient(@Nullable Double a, @Nullable Double b) {
    return a == null || b == null || b == 0 ? DoubleStream.empty() : DoubleStream.of(a / b);
  }
}
