// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.junit;

import io.jevent.testing.SeededOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Implements {@link HubTest} in JUnit: gives the test one run, or one for each seed.
 *
 * @since 0.1
 */
@SuppressWarnings("exports") // code that names the extension requires JUnit
public final class HubTestExtension implements TestTemplateInvocationContextProvider {

    /** Made by JUnit. */
    public HubTestExtension() {
        super();
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), HubTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        HubTest test = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), HubTest.class)
                .orElseThrow();
        var failed = new AtomicBoolean();
        if (test.replay().length > 0) {
            return LongStream.of(test.replay()).mapToObj(seed -> new HubTestRun(test, new SeededOrder(seed), failed));
        }
        if (test.seeds() > 0) {
            return SeededOrder.seeds(test.seeds()).stream()
                    .takeWhile(_ -> !failed.get())
                    .map(seed -> new HubTestRun(test, new SeededOrder(seed), failed));
        }
        return Stream.of(new HubTestRun(test, null, failed));
    }
}
