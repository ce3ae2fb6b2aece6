// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The choice that JEP 512 prescribes. */
class MainMethodTest {
    private static final List<String> CALLED = new ArrayList<>();

    @AfterEach
    void forget() {
        CALLED.clear();
    }

    static class Both {
        static void main(String[] args) {
            CALLED.add("with " + String.join(",", args));
        }

        static void main() {
            CALLED.add("without");
        }
    }

    static class Instance {
        void main() {
            CALLED.add("instance");
        }
    }

    static class Inheriting extends Instance {}

    interface Runs {
        default void main(String[] args) {
            CALLED.add("default of an interface");
        }
    }

    static class FromInterface implements Runs {}

    static class PrivateWithArguments {
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
        private static void main(String[] args) {
            CALLED.add("private");
        }

        protected static void main() {
            CALLED.add("protected");
        }
    }

    static class Unfit {
        static int main(String[] args) {
            return args.length;
        }
    }

    abstract static class Abstract {
        void main() {}
    }

    static class NeedsAnArgument {
        NeedsAnArgument(String name) {
            CALLED.add(name);
        }

        void main() {}
    }

    static class PrivateConstructor {
        private PrivateConstructor() {}

        void main() {}
    }

    static class Failing {
        static void main(String[] args) throws IOException {
            throw new IOException("the disk is full");
        }
    }

    static class FailingHard {
        static void main(String[] args) {
            throw new AssertionError("never");
        }
    }

    private static void run(Class<?> type) throws Exception {
        MainMethod.of(type).orElseThrow().invoke(new String[] {"a", "b"});
    }

    @Test
    void mainWithArgumentsComesBeforeMainWithout() throws Exception {
        run(Both.class);
        assertThat(CALLED).containsExactly("with a,b");
    }

    @Test
    void anInstanceMainIsCalledOnANewInstance() throws Exception {
        run(Instance.class);
        assertThat(CALLED).containsExactly("instance");
    }

    @Test
    void mainMayBeInherited() throws Exception {
        run(Inheriting.class);
        run(FromInterface.class);
        assertThat(CALLED).containsExactly("instance", "default of an interface");
    }

    @Test
    void aPrivateMainDoesNotCount() throws Exception {
        run(PrivateWithArguments.class);
        assertThat(CALLED).containsExactly("protected");
    }

    @Test
    void aClassWithoutAFitMainHasNone() {
        assertThat(MainMethod.of(Unfit.class)).isEmpty();
        assertThat(MainMethod.of(String.class)).isEmpty();
    }

    @Test
    void whyNoInstanceCanBeMadeIsSaid() {
        assertThatThrownBy(() -> run(Abstract.class)).hasMessageContaining("is abstract");
        assertThatThrownBy(() -> run(NeedsAnArgument.class)).hasMessageContaining("no constructor without parameters");
        assertThatThrownBy(() -> run(PrivateConstructor.class)).hasMessageContaining("hides its constructor");
    }

    @Test
    void whatMainThrowsComesOutAsItIs() {
        assertThatThrownBy(() -> run(Failing.class)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> run(FailingHard.class)).isInstanceOf(AssertionError.class);
    }
}
