// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./jevent install}. */
class LauncherInstallTest {

    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void checkOut() throws Exception {
        checkout = new Checkout(folder);
    }

    @Test
    void installsTheLibrariesWithoutTestsAndShowsMavensProgress() throws Exception {
        checkout.installMaven("3.9.9", "echo 'Building jevent core [1/2]'");
        Outcome outcome = checkout.jevent("install", "-Dmaven.repo.local=elsewhere");
        assertThat(outcome.out()).isEqualTo("Building jevent core [1/2]\n");
        assertThat(outcome.err())
                .startsWith("jevent: building the libraries")
                .contains("\njevent: installed io.jevent:jevent-*:" + System.getProperty("jevent.version"));
        assertThat(outcome.status()).isZero();
        assertThat(checkout.mavenCalls())
                .singleElement()
                .asString()
                .contains("-Djevent.quick -pl jevent-core,jevent-open,")
                .endsWith(" -am -Dmaven.repo.local=elsewhere install");
    }

    @Test
    void aBuildThatFailsInstallsNothing() throws Exception {
        checkout.installMaven("3.9.9", "exit 3");
        Outcome outcome = checkout.jevent("install");
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err()).doesNotContain("installed");
    }
}
