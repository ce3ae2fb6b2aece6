// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonMainTest {

    @TempDir
    static Path folder;

    private static final String ARGUMENTS = """
            from __future__ import print_function
            import sys, os, gevent, beside
            from io.jevent.queue import Queue
            print(sys.argv[1:], __name__, os.path.basename(__file__), beside.value, Queue().size())
            def failing():
                raise ValueError('reported')
            gevent.spawn(failing).join()
            sys.exit(3)
            """;

    private static final String UNCAUGHT = """
            def deep():
                raise KeyError('k')
            deep()
            """;

    /** Two hubs run it: the second listens on the ports of the first, which still listens. */
    private static final String ON_HUBS = """
            import gevent, java
            from gevent import pywsgi, socket
            system = java.type('java.lang.System')
            own = 'first' if system.getProperty('first') is None else 'second'
            system.setProperty(own, own)

            def await_property(name):
                while system.getProperty(name) is None:
                    gevent.sleep(0.001)
                return system.getProperty(name)

            def port_of(what):
                return 0 if own == 'first' else int(str(await_property(what)))

            http = pywsgi.WSGIServer(('127.0.0.1', port_of('http')), lambda environ, start: [], log=None)
            http.start()
            system.setProperty('http', str(http.server_port))
            stream = socket.socket()
            stream.bind(('127.0.0.1', port_of('stream')))
            system.setProperty('stream', str(stream.getsockname()[1]))
            await_property('second listens') if own == 'first' else system.setProperty('second listens', 'yes')
            same = [int(str(system.getProperty(p))) for p in ('http', 'stream')]
            print('listened on', same == [http.server_port, stream.getsockname()[1]])
            http.stop()
            """;

    private static final String STUCK = """
            import gevent
            from gevent.event import Event
            never = Event()
            def waiter():
                never.wait()
            def program():
                gevent.spawn(waiter).join()
            try:
                program()
            except gevent.hub.LoopExit:
                print(gevent.get_hub().deadlock_report)
            """;

    /** The program whose argument is the port of its name server. */
    private static final String NAMES = "names.py";

    /** The result of each program with GraalPy; one JVM runs them all. */
    private static @Nullable Map<String, PythonPrograms.Result> graalPy;

    private static PythonPrograms.Result run(int python, String source, String... arguments) throws Exception {
        if (python == 3) {
            return Objects.requireNonNull(onGraalPy().get(source));
        }
        return PythonPrograms.run(2, List.of(), program(source, arguments).toArray(String[]::new));
    }

    private static synchronized Map<String, PythonPrograms.Result> onGraalPy() throws Exception {
        Map<String, PythonPrograms.Result> known = graalPy;
        if (known == null) {
            List<String> onHubs = program(ON_HUBS);
            onHubs.addFirst(PythonBatch.ON_TWO_HUBS);
            int port = freePort();
            var results = PythonPrograms.runTogether(
                    folder,
                    List.of("-Djevent.python.hubs=2", "-Djevent.nameServers=127.0.0.1:" + port),
                    List.of(
                            program(ARGUMENTS, "a", "b c"),
                            program(UNCAUGHT),
                            program(OLD_SYNTAX),
                            onHubs,
                            names(port)));
            known = Map.of(
                    ARGUMENTS,
                    results.get(0),
                    UNCAUGHT,
                    results.get(1),
                    OLD_SYNTAX,
                    results.get(2),
                    ON_HUBS,
                    results.get(3),
                    NAMES,
                    results.get(4));
            graalPy = known;
        }
        return known;
    }

    private static List<String> program(String source, String... arguments) throws IOException {
        Path own = Files.createTempDirectory(folder, "program");
        Files.writeString(own.resolve("beside.py"), "value = 42\n");
        List<String> all = new ArrayList<>(
                List.of(Files.writeString(own.resolve("program.py"), source).toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aProgramHasItsArgumentsItsFolderAndItsStatus(int python) throws Exception {
        var result = run(python, ARGUMENTS, "a", "b c");

        assertThat(result.out()).isEqualTo("['a', 'b c'] __main__ program.py 42 0\n");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err())
                .contains("in failing", "ValueError: reported", ": failing> failed with ValueError")
                .doesNotContain("at io.jevent");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anUncaughtErrorEndsWithItsTraceback(int python) throws Exception {
        var result = run(python, UNCAUGHT);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("Traceback (most recent call last):\n  File \"" + folder)
                .contains("line 3, in <module>", "line 2, in deep", "KeyError: 'k'")
                .doesNotContain("_jevent_run");
    }

    @Test
    void hubsHaveAnInterpreterEachAndSharePorts() throws Exception {
        var result = run(3, ON_HUBS);

        assertThat(result.out()).as(result.err()).isEqualTo("listened on True\nlistened on True\n");
        assertThat(result.status()).isZero();
    }

    private static final String OLD_SYNTAX = "print 'hello'\n";

    @Test
    void syntaxOfPython2NamesTheFlag() throws Exception {
        var result = run(3, OLD_SYNTAX);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("SyntaxError", "--python=2");
    }

    @Test
    void codeAndModulesRun() throws Exception {
        var code = PythonPrograms.run(2, List.of(), "-c", "import sys; print sys.argv", "x");
        Path patched = Files.writeString(
                folder.resolve("patched.py"),
                "import socket, gevent.socket\nprint(socket.socket is gevent.socket.socket)\n");
        var module = PythonPrograms.run(2, List.of(), "-m", "gevent.monkey", patched.toString());

        assertThat(code.out()).isEqualTo("['-c', 'x']\n");
        assertThat(module.out()).isEqualTo("True\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aNameServerOfTheSameHubAnswersALookUp(int python) throws Exception {
        int port = freePort();
        var result = python == 3
                ? Objects.requireNonNull(onGraalPy().get(NAMES))
                : PythonPrograms.run(
                        2,
                        List.of("-Djevent.nameServers=127.0.0.1:" + port),
                        names(port).toArray(String[]::new));

        assertThat(result.out()).as(result.err()).isEqualTo("10.1.2.3\n");
    }

    /** Children of gipc are JVMs; a resolver that is not there is named, and jevent's looks up. */
    @Test
    void pipesReachChildrenAndAResolverThatIsNotThereIsNamed() throws Exception {
        var result = PythonPrograms.start(
                folder,
                Map.of("GEVENT_RESOLVER", "ares"),
                PythonPrograms.command(
                        2,
                        List.of(),
                        Path.of("src/test/resources/tutorial/pipes.py")
                                .toAbsolutePath()
                                .toString()));

        assertThat(result.out()).as(result.err()).isEqualTo("""
                [['a', '!', 0], ['b', '!', 1], ['c', '!', 2]]
                exit code 0 ticked True
                exit code 1
                {'any': ('object', 1)} back
                GIPCClosed
                True
                GIPCError
                TypeError
                timed out
                127.0.0.1
                gevent.resolver.ares
                """);
        assertThat(result.err())
                .contains("ValueError: on purpose", "GEVENT_RESOLVER=ares: jevent looks names up by its own resolver");
    }

    private static int freePort() throws IOException {
        try (var free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static List<String> names(int port) {
        return List.of(
                Path.of("src/test/resources/tutorial", NAMES).toAbsolutePath().toString(), String.valueOf(port));
    }

    /** The report has the function and the line of each greenlet, and on Jython the stacks of Python. */
    @Test
    void aDeadlockReportNamesFunctionsAndLines() throws Exception {
        Path file = Files.writeString(folder.resolve("stuck.py"), STUCK);

        var result = PythonPrograms.run(2, List.of(), file.toString());

        assertThat(result.out())
                .as(result.err())
                .contains("  waiter (stuck.py:4), waiting on Event")
                .containsPattern("at __main__\\.waiter\\(.*/stuck\\.py:5\\)")
                .containsPattern("at __main__\\.program\\(.*/stuck\\.py:7\\)")
                .doesNotContain("org.python.core.PyFunction");
    }

    /** GraalPy shows no stack of a greenlet that waits, so they are noted if the setting is on. */
    @Test
    void notedStacksOfGraalPyAreInTheDeadlockReport() throws Exception {
        Path file = Files.writeString(folder.resolve("noted.py"), STUCK);

        var result = PythonPrograms.run(3, List.of("-Djevent.python.stacks=true"), file.toString());

        assertThat(result.out())
                .as(result.err())
                .contains("  waiter (noted.py:4), waiting on Event")
                .containsPattern("  waiter \\(noted.py:4\\)\n    File \".*/noted.py\", line 5, in waiter\n")
                .containsPattern("line 9, in <module>\n    File \".*/noted.py\", line 7, in program\n")
                .doesNotContain("com.oracle.graal", "_jevent_run");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void exceptionsQueuesHandlersAndNamesInTracesCrossTheBorder(int python) throws Exception {
        var result = PythonPrograms.run(
                python,
                List.of(),
                Path.of("src/test/resources/tutorial/border.py")
                        .toAbsolutePath()
                        .toString(),
                folder.resolve("trace" + python + ".json").toString());

        assertThat(result.out()).as(result.err()).isEqualTo("""
                caught For input string: "x"
                True raising
                True True False
                get raised For input string: "y"
                cleaned up
                True GreenletExit()
                True
                True
                True GreenletExit()
                True
                3 finally in Java
                [2, 3, 4] 3
                BY A HANDLER OF JAVA
                by a handler of Python
                /served by Python
                True
                """);
    }

    /** In a terminal of its own; lines are typed when the program has printed what they come after. */
    @Test
    void greenletsRunWhileThePromptWaits() throws Exception {
        TutorialTest.needsDebian("pty");
        List<String> command =
                new ArrayList<>(PythonPrograms.systemCommand(Path.of("src/test/resources/tutorial/prompt.py")
                        .toAbsolutePath()
                        .toString()));
        command.addAll(PythonPrograms.command(2, List.of()));

        var result = PythonPrograms.start(folder, Map.of(), command);

        assertThat(result.out())
                .as(result.err())
                .contains(">>> e.set()\n>>> ran while the prompt waited\n", "ZeroDivisionError")
                .endsWith("status 0\n");
    }

    @Test
    void virtualTimeTakesNoTime() throws Exception {
        Path file = Files.writeString(folder.resolve("sleepy.py"), """
                import gevent, time
                begin, monotonic = time.time(), time.clock()
                gevent.sleep(86400)
                time.sleep(3600)
                print((time.time() - begin) // 3600, (time.clock() - monotonic) // 3600)
                """);

        var result = PythonPrograms.run(2, List.of("-Djevent.virtualTime=true"), file.toString());

        assertThat(result.out()).isEqualTo("(25.0, 25.0)\n");
    }
}
