// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static StackTraceElement frame(String type, String method) {
        return new StackTraceElement(type, method, type + ".java", 1);
    }

    private static String printed(Throwable failure) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Failure.print(failure, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsTheProgramsFramesAndNotTheLaunchers() {
        Exception cause = new IllegalStateException("why");
        Exception failure = new IllegalArgumentException("what", cause);
        StackTraceElement[] trace = {
            frame("app.Work", "fail"),
            frame("app.Program", "main"),
            frame("jdk.internal.reflect.DirectMethodHandleAccessor", "invoke"),
            frame("java.lang.reflect.Method", "invoke"),
            frame("io.jevent.cli.MainMethod", "invoke"),
            frame("io.jevent.Jevent", "run"),
        };
        cause.setStackTrace(trace);
        failure.setStackTrace(trace);

        assertThat(printed(failure).lines())
                .startsWith(
                        "Exception in thread \"main\" java.lang.IllegalArgumentException: what",
                        "\tat app.Work.fail(app.Work.java:1)",
                        "\tat app.Program.main(app.Program.java:1)")
                .noneMatch(line -> line.contains("io.jevent") || line.contains("reflect"));
    }

    @Test
    void leavesATraceAloneThatTheLauncherIsNotIn() {
        Exception failure = new IllegalArgumentException("elsewhere");
        failure.setStackTrace(new StackTraceElement[] {frame("java.lang.reflect.Method", "invoke")});
        assertThat(printed(failure)).contains("java.lang.reflect.Method.invoke");
    }
}
