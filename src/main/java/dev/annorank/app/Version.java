package dev.annorank.app;

import picocli.CommandLine.IVersionProvider;

/** The version of the build that runs. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"annorank " + (version == null ? "(not packaged)" : version)};
    }
}
