// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.jshell;

import io.jevent.Outcome;
import io.jevent.threadpool.ThreadPool;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** The JShell of one console. Compiling takes long, so a thread of the hub's pool does all of its work. */
public final class JShellSession implements AutoCloseable {

    private static final int LONGEST = 256 * 1024;

    private final ThreadPool threads;
    private final HubExecutionControl execution;
    private final JShell shell;
    private String begun = "";

    private JShellSession(ThreadPool threads, HubExecutionControl execution, Map<String, Object> values) {
        this.threads = threads;
        this.execution = execution;
        shell = JShell.builder()
                .executionEngine(execution.provider(), null)
                .compilerOptions(compilerOptions())
                .build();
        shell.eval("import java.util.*;");
        shell.eval("import java.time.*;");
        shell.eval("import io.jevent.*;");
        shell.eval("import io.jevent.hub.*;");
        values.forEach(this::bind);
    }

    /**
     * Opens a session on the current hub.
     *
     * @param values the variables of the snippets, by name
     * @param out the variable {@code out}
     * @return the shell
     * @throws UnsupportedOperationException if this runtime has no JShell
     */
    public static JShellSession open(Map<String, Object> values, PrintStream out) {
        try {
            Class.forName("jdk.jshell.JShell");
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException(
                    "no such command, and this runtime has no JShell for Java: start it with --add-modules jdk.jshell",
                    e);
        }
        var all = new LinkedHashMap<>(values);
        all.putIfAbsent("out", out);
        ThreadPool threads = ThreadPool.ofHub();
        var execution = new HubExecutionControl();
        Outcome<JShellSession> opened = threads.applyAsync(() -> new JShellSession(threads, execution, all));
        try {
            return opened.result();
        } catch (Throwable t) {
            opened.rawlink(() -> closeUnused(opened.value()));
            throw t;
        }
    }

    /** Closes a session that opened after its console was closed. */
    private static void closeUnused(@Nullable JShellSession opened) {
        if (opened != null) {
            opened.close();
        }
    }

    private static String[] compilerOptions() {
        String modules = System.getProperty("jdk.module.path");
        String classes = System.getProperty("java.class.path", "");
        return modules == null
                ? new String[] {"--class-path", classes}
                : new String[] {"--class-path", classes, "--module-path", modules, "--add-modules", "ALL-MODULE-PATH"};
    }

    private void bind(String name, Object value) {
        for (SnippetEvent event : shell.eval(typeOf(value) + " " + name + ";")) {
            if (event.snippet() instanceof VarSnippet variable && event.status() == Snippet.Status.VALID) {
                execution.setNextValue(value);
                shell.varValue(variable);
            }
        }
    }

    /** Returns the nearest supertype that a snippet can name. */
    private static String typeOf(Object value) {
        Class<?> type = value.getClass();
        while (!isPublic(type)) {
            type = type.getSuperclass();
        }
        return type.getCanonicalName();
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
            if (!Modifier.isPublic(c.getModifiers())) {
                return false;
            }
        }
        return type.getCanonicalName() != null && type.getModule().isExported(type.getPackageName());
    }

    /**
     * Returns whether the typed code continues in the next line.
     *
     * @return true if the code is incomplete and was not run
     */
    public boolean isIncomplete() {
        return !begun.isEmpty();
    }

    /**
     * Runs the snippets that a line completes, in greenlets.
     *
     * @param line the typed line
     * @return the output for the user
     */
    public String eval(String line) {
        return threads.apply(() -> evalHere(begun + line));
    }

    private String evalHere(String source) {
        begun = "";
        var text = new StringBuilder();
        String left = source;
        while (!left.isBlank()) {
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(left);
            if (!info.completeness().isComplete() && info.completeness() != SourceCodeAnalysis.Completeness.UNKNOWN) {
                begun = left.length() < LONGEST ? left + "\n" : "";
                return begun.isEmpty() ? text + "the code is too long\n" : text.toString();
            }
            for (SnippetEvent event : shell.eval(info.source() == null ? left : info.source())) {
                describe(event, text);
            }
            left = info.source() == null ? "" : info.remaining();
        }
        return text.toString();
    }

    private void describe(SnippetEvent event, StringBuilder text) {
        if (event.exception() != null) {
            text.append(
                    event.exception() instanceof jdk.jshell.EvalException e ? e.getExceptionClassName() + ": " : "");
            text.append(event.exception().getMessage()).append('\n');
        } else if (event.status() == Snippet.Status.REJECTED) {
            shell.diagnostics(event.snippet())
                    .forEach(d -> text.append(d.getMessage(Locale.ROOT)).append('\n'));
        } else if (event.value() != null && !event.value().isEmpty()) {
            text.append(event.value()).append('\n');
        } else if (event.snippet() instanceof DeclarationSnippet declared && event.causeSnippet() == null) {
            text.append(declared.name()).append('\n');
        }
    }

    /** Closes the session, and ends a running snippet. */
    @Override
    public void close() {
        execution.end();
        var _ = threads.submit(shell::close);
    }
}
