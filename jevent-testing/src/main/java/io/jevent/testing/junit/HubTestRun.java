// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.junit;

import io.jevent.hub.Hub;
import io.jevent.testing.Choices;
import io.jevent.testing.SeededOrder;
import io.jevent.testing.TestHub;
import io.jevent.testing.VirtualTime;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One run of a test: its hub is made before the {@code @BeforeEach} methods and closed after the others. */
final class HubTestRun
        implements TestTemplateInvocationContext,
                BeforeEachCallback,
                AfterEachCallback,
                InvocationInterceptor,
                ParameterResolver {

    private final HubTest test;
    private final @Nullable SeededOrder order;
    private final Choices choices;

    /** Set by the first run that fails: no other is started then. */
    private final AtomicBoolean failed;

    private @Nullable TestHub hub;

    HubTestRun(HubTest test, @Nullable SeededOrder order, AtomicBoolean failed) {
        this.test = test;
        this.order = order;
        this.choices = Choices.seeded(order == null ? 0 : order.seed());
        this.failed = failed;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return (test.realTime() ? "real time" : "virtual time") + (order == null ? "" : ", " + order);
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestHub made = open();
        hub = made;
        if (test.timeLimitSeconds() > 0) {
            made.timeLimit(Duration.ofSeconds(test.timeLimitSeconds()));
        }
        if (order != null) {
            made.order(order);
        }
        if (test.allowLeaks()) {
            made.allowLeaks();
        }
        if (test.allowFailures()) {
            made.allowFailures();
        }
    }

    private TestHub open() {
        if (test.closedWorld()) {
            if (test.realTime()) {
                throw new IllegalStateException("a closed world has virtual time: leave out realTime or closedWorld");
            }
            return TestHub.closedWorld();
        }
        return test.realTime() ? TestHub.realTime() : TestHub.virtualTime();
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extensionContext)
            throws Throwable {
        hub().run(() -> proceed(invocation));
    }

    /** Runs the test, which throws exceptions and errors only, although JUnit declares any throwable. */
    private static void proceed(Invocation<@Nullable Void> invocation) throws Exception {
        try {
            invocation.proceed();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestHub made = hub;
        if (made == null) {
            return;
        }
        hub = null;
        try {
            made.close();
        } catch (AssertionError e) {
            explain(context, context.getExecutionException().orElse(e));
            throw e;
        }
        context.getExecutionException().ifPresent(failure -> explain(context, failure));
    }

    private void explain(ExtensionContext context, Throwable failure) {
        failed.set(true);
        if (order != null) {
            order.explain(
                    failure,
                    context.getRequiredTestClass().getName() + "#"
                            + context.getRequiredTestMethod().getName());
        }
    }

    private TestHub hub() {
        TestHub made = hub;
        if (made == null) {
            throw new IllegalStateException("the hub of a test is made before its @BeforeEach methods, not earlier");
        }
        return made;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == VirtualTime.class
                || type == TestHub.class
                || type == Hub.class
                || type == Choices.class
                || type == RandomGenerator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        TestHub made = hub;
        if (made == null) {
            throw new ParameterResolutionException(
                    "the hub of a test is made before its @BeforeEach methods; a constructor cannot have it");
        }
        if (type == Choices.class) {
            return choices;
        }
        if (type == RandomGenerator.class) {
            return choices.random();
        }
        if (type == Hub.class) {
            return made.hub();
        }
        return type == TestHub.class ? made : made.time();
    }
}
