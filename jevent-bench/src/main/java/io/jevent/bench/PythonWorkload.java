// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The programs of the rows on Python, which are the same for every interpreter. */
final class PythonWorkload {

    private static final String PREFIX = "py-";
    private static final String START = "py-start";
    private static final String CPYTHON = "/usr/bin/python3";

    private PythonWorkload() {}

    /** Returns whether a row is one on Python. */
    static boolean isOne(Row row) {
        return row.name().startsWith(PREFIX);
    }

    /** Returns whether a row measures the start of an interpreter. */
    static boolean isStart(Row row) {
        return row.name().equals(START);
    }

    /**
     * Returns how to run a row.
     *
     * @param interpreter the command that runs a Python program, or {@code -c} and code
     * @param environment variables for the interpreter
     * @param slow whether it is interpreted, so that fewer operations do
     */
    static Launch launch(
            List<String> interpreter, Map<String, String> environment, Row row, boolean slow, Scratch scratch)
            throws IOException {
        var plan = row.plan();
        int operations = slow ? plan.slowOperations() : plan.operations();
        var command = new ArrayList<String>();
        if (isStart(row)) {
            command.addAll(List.of(CPYTHON, script("start.py", scratch)));
            command.addAll(interpreter);
            return new Launch(command, environment);
        }
        command.addAll(interpreter);
        if (row.server().isPresent()) {
            command.addAll(List.of(script("server.py", scratch), row.server().get()));
            return Generator.ask(new Launch(command, environment), row, operations);
        }
        command.addAll(List.of(
                script("rows.py", scratch),
                row.name(),
                Integer.toString(operations),
                Integer.toString(plan.warmMillis())));
        return new Launch(command, environment);
    }

    private static String script(String file, Scratch scratch) throws IOException {
        return scratch.extract("python", List.of(file)).getFirst().toString();
    }
}
