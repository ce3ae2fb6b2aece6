// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jevent.Timeout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies cannot be told from their originals. */
class ThrowableCopierTest {

    private static final class Detailed extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient List<String> details;
        private final Detailed self = this;

        Detailed(String message, List<String> details, @Nullable Throwable cause) {
            super(message, cause);
            this.details = details;
        }

        @Override
        public String getMessage() {
            return super.getMessage() + details;
        }
    }

    private static final class WithoutStack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WithoutStack() {
            super("quick", null, false, false);
        }
    }

    private static final class Refusing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusing(String message) {
            super(message);
            throw new IllegalStateException("no second one");
        }
    }

    static List<Throwable> originals() {
        var suppressing = new IOException("suppressing", new IllegalStateException("cause"));
        suppressing.addSuppressed(new IOException("suppressed"));
        return List.of(
                suppressing,
                new Detailed("detailed", List.of("a"), suppressing),
                new WithoutStack(),
                catchThrowable(() -> new Refusing("unused")),
                new AssertionError("error"),
                new StackOverflowError(),
                new NullPointerException(),
                catchThrowable(() -> nothing().length()),
                new DateTimeParseException("message", "text", 3, suppressing),
                new NoSuchFileException("a", "b", "c"),
                new URISyntaxException("input", "reason", 3),
                new SocketTimeoutException("slow"),
                new InvocationTargetException(suppressing),
                new ExecutionException(suppressing),
                Timeout.expired(Duration.ofSeconds(2)));
    }

    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // for the message that the JVM makes
    private static String nothing() {
        return null;
    }

    @ParameterizedTest
    @MethodSource("originals")
    void aCopyIsPrintedAsItsOriginal(Throwable original) {
        Throwable copy = ThrowableCopier.copyOf(original);
        assertThat(copy).isNotSameAs(original).isExactlyInstanceOf(original.getClass());
        assertThat(copy.getCause()).isSameAs(original.getCause());
        assertThat(copy.getSuppressed()).containsExactly(original.getSuppressed());
        assertThat(printed(copy)).isEqualTo(printed(original));
    }

    private static String printed(Throwable throwable) {
        var text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void theMessageThatTheJvmMakesIsKept() {
        Throwable original = catchThrowable(() -> nothing().length());
        assertThat(ThrowableCopier.copyOf(original)).hasMessageContaining("String.length()");
    }

    @Test
    void aCopyHasTheFieldsOfItsOriginal() {
        var original = new Detailed("message", List.of("a"), null);
        var copy = (Detailed) ThrowableCopier.copyOf(original);
        assertThat(copy.details).isSameAs(original.details);
        assertThat(copy.self).isSameAs(copy);
        assertThat(((NoSuchFileException) ThrowableCopier.copyOf(new NoSuchFileException("a", "b", "c")))
                        .getOtherFile())
                .isEqualTo("b");
    }

    @Test
    void changesOfACopyAndOfItsOriginalAreTheirOwn() {
        for (Throwable original : List.of(new IOException("a"), originals().getFirst())) {
            Throwable copy = ThrowableCopier.copyOf(original);
            int before = original.getSuppressed().length;
            copy.addSuppressed(new IOException("of the copy"));
            copy.setStackTrace(new StackTraceElement[0]);
            assertThat(original.getSuppressed()).hasSize(before);
            assertThat(original.getStackTrace()).isNotEmpty();
            original.addSuppressed(new IOException("of the original"));
            original.addSuppressed(new IOException("of the original"));
            assertThat(copy.getSuppressed()).hasSize(before + 1);
        }
    }

    @Test
    void aCopyWithoutACauseCanBeGivenOne() {
        var original = new IOException("a");
        Throwable copy = ThrowableCopier.copyOf(original);
        copy.initCause(original);
        assertThat(original.getCause()).isNull();
        assertThat(copy.getCause()).isSameAs(original);
    }
}
