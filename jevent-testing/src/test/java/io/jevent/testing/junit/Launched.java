// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The results of a test class that JUnit ran inside of a test. */
record Launched(List<String> names, List<Throwable> failures) {

    static Launched run(Class<?> tests) {
        var names = new ArrayList<String>();
        var failures = new ArrayList<Throwable>();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    names.add(test.getDisplayName());
                }
                Optional<Throwable> failure = result.getThrowable();
                failure.ifPresent(failures::add);
            }
        });
        return new Launched(names, failures);
    }

    Throwable onlyFailure() {
        if (failures.size() != 1) {
            throw new AssertionError("one failure was expected: " + failures);
        }
        return failures.getFirst();
    }
}
