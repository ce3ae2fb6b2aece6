// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.util.Version;
import org.junit.jupiter.api.Test;

/** Tests the version check; {@code LibraryUseTest} tries another version of Netty in its own project. */
class NettyVersionTest {

    @Test
    void acceptsTheVersionOfTheBuildAndRecommendsIt() {
        assertThatCode(NettyVersion::check).doesNotThrowAnyException();
        assertThat(Version.identify(Version.class.getClassLoader())
                        .get("netty-common")
                        .artifactVersion())
                .isEqualTo(NettyVersion.BUILT_WITH);
    }

    @Test
    void theMessageNamesWhatWasFoundAndTheProperty() {
        assertThat(NettyVersion.message("4.1.128.Final", "file:/lib/netty-transport.jar"))
                .contains("Netty 4.1.128.Final (file:/lib/netty-transport.jar)")
                .contains("Maven property netty.version to " + NettyVersion.BUILT_WITH);
    }
}
