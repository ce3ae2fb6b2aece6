// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.junit;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Implements {@link SimTest} in JUnit: the test has one run there, which explores all schedules.
 *
 * @since 0.1
 */
@SuppressWarnings("exports") // code that names the extension requires JUnit
public final class SimTestExtension implements TestTemplateInvocationContextProvider {

    /** Made by JUnit. */
    public SimTestExtension() {
        super();
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), SimTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        SimTest test = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), SimTest.class)
                .orElseThrow();
        return Stream.of(new SimTestRun(test));
    }
}
