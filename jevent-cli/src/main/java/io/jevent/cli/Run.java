// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import io.jevent.Jevent;
import io.jevent.internal.settings.Setting;
import io.jevent.signal.ShutdownSignal;
import io.jevent.signal.SignalHandle;
import io.jevent.signal.Signals;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Finds the main method of a source file, a jar or a class, and runs it as the root greenlet. */
final class Run {
    private static final String PYTHON_MAIN = "io.jevent.python.PythonMain";

    private Run() {}

    /** Runs a source file, a jar or a class, named by the first argument, with the others as its arguments. */
    static void target(String[] args) throws Throwable {
        if (isPython(args)) {
            run(loaded(PYTHON_MAIN, "Python needs jevent-python on the class path"), args);
            return;
        }
        if (args.length == 0) {
            throw LauncherException.usage("run: give a .java file, a jar or a class name; try './jevent --help'");
        }
        run(find(args[0]), Arrays.copyOfRange(args, 1, args.length));
    }

    /** A file of Python, an option of Python such as {@code -m}, or nothing for its prompt. */
    private static boolean isPython(String[] args) {
        return args.length == 0 ? Setting.PYTHON.isSet() : args[0].endsWith(".py") || args[0].startsWith("-");
    }

    /** Runs a main method inside {@link Jevent#run}; throws its exceptions unchanged. */
    static void run(MainMethod main, String[] args) throws Throwable {
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(main.loader());
        thread.setUncaughtExceptionHandler((_, failure) -> Failure.print(failure, System.err));
        Optional<Tracing> tracing = Tracing.requested();
        tracing.ifPresent(trace -> Runtime.getRuntime().addShutdownHook(new Thread(trace::end, "jevent-trace")));
        Observers.connect();
        try {
            Jevent.run(() -> {
                Thread.currentThread().setContextClassLoader(main.loader());
                List<SignalHandle> shutdown = endOnSignals();
                main.invoke(args);
                shutdown.forEach(SignalHandle::cancel);
                return true;
            });
        } catch (CancellationException e) {
            if (!(e.getCause() instanceof ShutdownSignal shutdown)) {
                throw e;
            }
            System.exit(shutdown.exitStatus());
        } finally {
            tracing.ifPresent(Tracing::end);
        }
    }

    /** With -Xrs the JVM handles no signal that ends a program, so each of them ends it at once. */
    private static List<SignalHandle> endOnSignals() {
        try {
            return Signals.shutdownOn("INT", "TERM", "HUP");
        } catch (IllegalArgumentException refused) {
            return List.of();
        }
    }

    private static MainMethod find(String target) {
        Path path = Path.of(target);
        if (target.endsWith(".jar")) {
            return loaded(mainClassOf(path), target + ": its main class cannot be loaded");
        }
        if (target.endsWith(".java") || target.contains(File.separator) || Files.exists(path)) {
            return SourceProgram.compile(readable(path)).mainMethod();
        }
        return loaded(target, target + ": no such file, and no such class on the class path");
    }

    static Path readable(Path file) {
        if (!Files.exists(file)) {
            throw LauncherException.usage(file + ": no such file");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw LauncherException.usage(file + ": not a file that can be read");
        }
        return file;
    }

    /** Finds the main method of a class on the class path; the script has put the classes of a jar there. */
    static MainMethod loaded(String className, String otherwise) {
        try {
            Class<?> type = Class.forName(className, false, ClassLoader.getSystemClassLoader());
            return MainMethod.of(type)
                    .orElseThrow(() -> LauncherException.program(className + ": has no main method that can be run"));
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw LauncherException.usage(otherwise + " (" + e.getMessage() + ")")
                    .because(e);
        }
    }

    private static String mainClassOf(Path file) {
        try (JarFile jar = new JarFile(readable(file).toFile())) {
            @Nullable Manifest manifest = jar.getManifest();
            @Nullable
            String mainClass =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (mainClass == null) {
                throw LauncherException.program(file + ": its manifest names no Main-Class; run one of its classes with"
                        + " './jevent run --class-path " + file + " NAME'");
            }
            return mainClass.strip();
        } catch (IOException e) {
            throw LauncherException.usage(file + ": not a jar that can be read: " + e.getMessage())
                    .because(e);
        }
    }
}
