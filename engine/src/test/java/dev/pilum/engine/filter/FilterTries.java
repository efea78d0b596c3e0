package dev.pilum.engine.filter;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Has properties of random filters tried {@code -Dpilum.filter.tries=} times where that is more
 * than they say themselves, from {@code -Dseed=} on where that is given, and prints from which seed
 * they were tried.
 */
public final class FilterTries implements AroundPropertyHook {
  private static final int LEAST = Integer.getInteger("pilum.filter.tries", 0);

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    Long seed = Long.getLong("seed");
    if (seed != null) {
      context.attributes().setSeed(Long.toString(seed));
    }
    if (LEAST > context.attributes().tries().orElse(0)) {
      context.attributes().setTries(LEAST);
    }
    PropertyExecutionResult result = property.execute();
    System.out.printf(
        "%s.%s: %,d tries from seed %s%n",
        context.containerClass().getSimpleName(),
        context.label(),
        result.countTries(),
        result.seed().orElse("none"));
    return result;
  }
}
