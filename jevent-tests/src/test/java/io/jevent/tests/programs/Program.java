// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A program that is run as {@code ./jevent} would, but in virtual time and with what it prints caught. */
public final class Program {

    private final Class<?> type;
    private final String[] arguments;
    private int lineLimit = Integer.MAX_VALUE;

    /**
     * Makes a program.
     *
     * @param type the class with its main method
     * @param arguments what the main method is given, if it takes any
     */
    public Program(Class<?> type, String... arguments) {
        this.type = type;
        this.arguments = arguments;
    }

    /**
     * Kills the program when it has printed a number of lines: for programs that never end.
     *
     * @param lines the number
     * @return this
     */
    public Program endedAfter(int lines) {
        lineLimit = lines;
        return this;
    }

    /**
     * The output and the failure of a program.
     *
     * @param out what it printed
     * @param err what it and its hub said on the error stream
     * @param took how long its main method took on the hub's clock
     * @param failure what its main method threw, or null
     */
    public record Ran(
            String out, String err, Duration took, @Nullable Throwable failure) {}

    /** Runs the program on a hub with a clock that jumps. */
    public Ran run() {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        var out = new Lines(lineLimit);
        var err = new Lines(Integer.MAX_VALUE);
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            Throwable failure;
            Duration took;
            try (Hub hub = Hub.open(VirtualTimeLoop.withInput())) {
                failure = failureOf(out);
                took = Duration.ofNanos(hub.now());
            }
            return new Ran(out.text(), err.text(), took, failure);
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    private @Nullable Throwable failureOf(Lines out) {
        try {
            Jevent.run(() -> {
                out.thenKill(Objects.requireNonNull(CurrentGreenlet.get()));
                invoke();
                return true;
            });
            return null;
        } catch (CancellationException killed) {
            return out.isFull() ? null : killed;
        } catch (Throwable t) {
            return t;
        }
    }

    private void invoke() throws Exception {
        Method main = main();
        main.setAccessible(true);
        try {
            main.invoke(
                    Modifier.isStatic(main.getModifiers()) ? null : instance(),
                    main.getParameterCount() == 0 ? new Object[0] : new Object[] {arguments});
        } catch (InvocationTargetException e) {
            throw switch (e.getCause()) {
                case Error error -> throw error;
                case Exception exception -> exception;
                case null, default -> e;
            };
        }
    }

    private Method main() {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("main"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " has no main method"));
    }

    private Object instance() throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }
}
