package dev.annorank.app;

import picocli.CommandLine.IVersionProvider;

/** The version of the build that runs. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"annorank " + number()};
    }

    /** The number alone. */
    static String number() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
