// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.monkey.Monkey;
import io.jevent.monkey.patch.MonkeyPatchException;
import io.jevent.monkey.patch.Patch;
import java.io.FileInputStream;
import java.lang.instrument.ClassFileTransformer;
import java.util.EnumSet;
import java.util.Set;
import org.example.foreign.OtherAgent;
import org.example.foreign.Workers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** If one patch cannot be applied, none of the same call is. */
class RefusedPatchTest {

    @BeforeAll
    static void load() throws Exception {
        Agents.loadOther();
    }

    private static void assertNothingIsPatched() {
        for (Patch patch : Patch.values()) {
            assertThat(Monkey.isPatched(patch)).as(patch.option()).isFalse();
        }
        assertThat(Monkey.isPatched(FileInputStream.class, "read")).isFalse();
        assertThat(Monkey.report()).startsWith("patched:\nnot patched:\n");
    }

    @Test
    void oneClassThatIsRefusedLeavesAllUnpatchedUntilItIsNot() throws Exception {
        ClassFileTransformer broken =
                OtherAgent.change(Class.forName("sun.nio.ch.Poller", false, null), _ -> new byte[] {1, 2, 3});
        assertThatThrownBy(Monkey::patchAll)
                .isInstanceOf(MonkeyPatchException.class)
                .hasMessageContaining("sun.nio.ch.Poller")
                .hasMessageContaining("nothing was patched");
        assertNothingIsPatched();
        OtherAgent.leave(broken);
        loadedBefore();
        assertNothingIsPatched();
        assertThat(Monkey.patchAll()).isTrue();
        assertThat(Set.of(Patch.values()))
                .filteredOn(Monkey::isPatched)
                .containsExactlyInAnyOrderElementsOf(Monkey.ALL);
        assertThat(Monkey.patchAll()).isFalse();
    }

    /** A class cannot be made to extend another one once it is there. */
    private static void loadedBefore() throws Exception {
        assertThat(Workers.subclassIsVirtual()).isFalse();
        assertThatThrownBy(() -> Monkey.patchThread("org.example"))
                .isInstanceOf(MonkeyPatchException.class)
                .hasMessage(
                        "cannot patch threads: org.example.foreign.Workers$Worker extends Thread and was loaded"
                                + " before; patch earlier, with -javaagent or ./jevent run --patch, or name other packages; nothing was patched");
        assertThat(Workers.thread(() -> {}, "plain").getState()).isEqualTo(Thread.State.NEW);
    }

    @Test
    void threadsWithoutPackagesAreRefused() {
        assertThatThrownBy(() -> Monkey.patch(EnumSet.of(Patch.THREAD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads are patched by package: Monkey.patchThread(\"com.example\")");
        assertThatThrownBy(() -> Monkey.patchThread("no package"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'no package' is no package whose threads could become greenlets");
        assertThat(Monkey.isPatched(Patch.THREAD)).isFalse();
    }
}
