// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * One run of the JDK's {@code keytool}, which creates a key and a certificate. Blocks its thread; when interrupted,
 * ends the process and leaves no files.
 */
final class Keytool implements Callable<Credentials> {

    private static final int DAYS = 30;
    private static final int PASSWORD_BYTES = 24;

    private final List<String> names;

    Keytool(List<String> names) {
        this.names = List.copyOf(names);
    }

    @Override
    public Credentials call() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("jevent-tls");
        Path store = directory.resolve("store");
        Path log = directory.resolve("log");
        try {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            String password = Base64.getUrlEncoder().encodeToString(random);
            run(store, log, password);
            return TlsIdentity.ofKeyStore(store, password.toCharArray()).current();
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(log);
            Files.deleteIfExists(directory);
        }
    }

    private void run(Path store, Path log, String password) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command(names, store));
        builder.environment().put("JEVENT_STORE_PASSWORD", password);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = builder.start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("keytool failed (" + status + "): "
                        + Files.readString(log, StandardCharsets.UTF_8).strip());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(List<String> names, Path store) {
        String alternatives = names.stream()
                .map(name -> (isNumeric(name) ? "ip:" : "dns:") + name)
                .collect(Collectors.joining(","));
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "keytool",
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair"));
        command.addAll(List.of("-alias", "development", "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-validity", String.valueOf(DAYS), "-dname", "CN=jevent development certificate"));
        command.addAll(List.of("-ext", "SAN=" + alternatives, "-ext", "EKU=serverAuth,clientAuth"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
        command.addAll(List.of("-storepass:env", "JEVENT_STORE_PASSWORD"));
        return command;
    }

    private static boolean isNumeric(String name) {
        return name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    }
}
