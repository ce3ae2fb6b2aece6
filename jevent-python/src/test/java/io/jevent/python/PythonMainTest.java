// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonMainTest {

    @TempDir
    Path folder;

    private PythonPrograms.Result run(int python, String source, String... arguments) throws Exception {
        Path file = Files.writeString(folder.resolve("program.py"), source);
        String[] all = new String[arguments.length + 1];
        all[0] = file.toString();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return PythonPrograms.run(python, List.of(), all);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aProgramHasItsArgumentsItsFolderAndItsStatus(int python) throws Exception {
        Files.writeString(folder.resolve("beside.py"), "value = 42\n");

        var result = run(python, """
                from __future__ import print_function
                import sys, os, gevent, beside
                from io.jevent.queue import Queue
                print(sys.argv[1:], __name__, os.path.basename(__file__), beside.value, Queue().size())
                def failing():
                    raise ValueError('reported')
                gevent.spawn(failing).join()
                sys.exit(3)
                """, "a", "b c");

        assertThat(result.out()).isEqualTo("['a', 'b c'] __main__ program.py 42 0\n");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err())
                .contains("in failing", "ValueError: reported", ": failing> failed with ValueError")
                .doesNotContain("at io.jevent");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anUncaughtErrorEndsWithItsTraceback(int python) throws Exception {
        var result = run(python, """
                def deep():
                    raise KeyError('k')
                deep()
                """);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("Traceback (most recent call last):\n  File \"" + folder)
                .contains("line 3, in <module>", "line 2, in deep", "KeyError: 'k'")
                .doesNotContain("_jevent_run");
    }

    @Test
    void syntaxOfPython2NamesTheFlag() throws Exception {
        var result = run(3, "print 'hello'\n");

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

    @Test
    void virtualTimeTakesNoTime() throws Exception {
        Path file =
                Files.writeString(folder.resolve("sleepy.py"), "import gevent\ngevent.sleep(86400)\nprint('a day')\n");

        var result = PythonPrograms.run(2, List.of("-Djevent.virtualTime=true"), file.toString());

        assertThat(result.out()).isEqualTo("a day\n");
    }
}
