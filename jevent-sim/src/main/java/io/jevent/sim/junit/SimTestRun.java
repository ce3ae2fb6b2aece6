// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.junit;

import io.jevent.hub.Hub;
import io.jevent.internal.settings.Setting;
import io.jevent.sim.Preempt;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.sim.Strategy;
import io.jevent.testing.Choices;
import io.jevent.testing.VirtualTime;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** The one run of a simulated test in JUnit: instead of JUnit it calls the test's methods, in each schedule. */
final class SimTestRun implements TestTemplateInvocationContext, InvocationInterceptor, ParameterResolver {

    private static final List<Class<?>> PARAMETERS =
            List.of(Sim.class, VirtualTime.class, Choices.class, RandomGenerator.class, Hub.class);

    private final SimTest test;

    SimTestRun(SimTest test) {
        this.test = test;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return "simulation";
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extensionContext) {
        invocation.skip();
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extensionContext) {
        invocation.skip();
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extensionContext) {
        invocation.skip();
        var methods = new TestMethods(extensionContext.getRequiredTestClass(), invocationContext.getExecutable());
        var _ = simulation(nameOf(extensionContext))
                .preempt(preempt(), packagesOf(extensionContext))
                .run(methods::runAll);
    }

    private Preempt preempt() {
        return Setting.SIM_PREEMPT.isSet()
                ? Preempt.valueOf(Setting.SIM_PREEMPT.text().orElseThrow().toUpperCase(Locale.ROOT))
                : test.preempt();
    }

    /** A class without a package has the classes of all packages interrupted. */
    private String[] packagesOf(ExtensionContext context) {
        String own = context.getRequiredTestClass().getPackageName();
        return test.preemptIn().length > 0 || own.isEmpty() ? test.preemptIn() : new String[] {own};
    }

    private static String nameOf(ExtensionContext context) {
        return context.getRequiredTestClass().getName().replaceFirst(".*\\.", "") + "."
                + context.getRequiredTestMethod().getName();
    }

    private Simulation simulation(String name) {
        var simulation = Simulation.named(name)
                .schedules(
                        Setting.SIM_SCHEDULES.isSet()
                                ? Math.toIntExact(Setting.SIM_SCHEDULES.number())
                                : test.schedules())
                .seed(Setting.SIM_SEED.isSet() ? Setting.SIM_SEED.number() : test.seed())
                .strategy(strategy())
                .maxSteps(test.maxSteps())
                .faults(test.faults())
                .turnCost(Duration.ofMillis(test.turnCostMillis()))
                .folder(folder())
                .howToReplay("run the test with -D" + Setting.SIM_REPLAY.property() + "=%s");
        Duration budget =
                Setting.SIM_BUDGET.isSet() ? Setting.SIM_BUDGET.duration() : Duration.ofSeconds(test.budgetSeconds());
        if (budget.isPositive()) {
            simulation.budget(budget);
        }
        if (test.allowFailures()) {
            simulation.allowFailures();
        }
        replay(name).ifPresent(simulation::replay);
        return simulation;
    }

    private Strategy strategy() {
        Strategy[] strategies = Stream.of(test.strategies())
                .map(search -> search.withDepth(test.depth()))
                .toArray(Strategy[]::new);
        return strategies.length == 1 ? strategies[0] : Strategy.portfolio(strategies);
    }

    private static Path folder() {
        return Path.of(
                        Files.isDirectory(Path.of("build")) && !Files.isDirectory(Path.of("target"))
                                ? "build"
                                : "target")
                .resolve("sim");
    }

    /** The file of the setting counts for the test that wrote it only. */
    private Optional<Path> replay(String name) {
        if (!test.replay().isEmpty()) {
            return Optional.of(Path.of(test.replay()));
        }
        return Setting.SIM_REPLAY.text().map(Path::of).filter(file -> Simulation.isOf(file, name));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.contains(parameter.getParameter().getType());
    }

    /** JUnit's own calls are skipped, so their parameters do not matter. */
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return null;
    }
}
