// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.example.foreign.OtherAgent;

/** Loads the agent of somebody else. */
final class Agents {

    private Agents() {}

    static void loadOther() throws Exception {
        Path jar = Attachment.agentJar(OtherAgent.class.getName());
        assertThat(Attachment.loadHere(jar)).isTrue();
        Files.delete(jar);
    }

    /** A jar as that of this module, which is not packed yet when its tests run. */
    static Path premainJar(Path folder) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", MonkeyAgent.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve("agent.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
