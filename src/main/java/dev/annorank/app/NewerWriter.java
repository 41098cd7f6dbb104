package dev.annorank.app;

import dev.annorank.client.KafkaFailure;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.UnknownFormatException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a newer annorank works under this application id: it has put its manifest in place of ours before it writes
 * anything else. Asks Kafka, and again only after a moment, so that many records of others do not cost a question each. Who may
 * not read the manifest takes it that there is none.
 */
final class NewerWriter implements BooleanSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(NewerWriter.class);
    /** Nobody who starts up gets from its manifest, over joining the workers, to its first record within this time. */
    private static final long VALID_NS = TimeUnit.SECONDS.toNanos(1);

    private final Settings settings;
    private boolean isDenied;
    private boolean wasAsked;
    private long askedNs;

    /** @param settings with where the brokers are */
    NewerWriter(Settings settings) {
        this.settings = settings;
    }

    /** Passes over what others wrote, unless a newer annorank did; counted by nobody. */
    static ForeignRecords foreign(Settings settings) {
        return new ForeignRecords(new NewerWriter(settings), () -> {});
    }

    @Override
    public synchronized boolean getAsBoolean() {
        if (isDenied || (wasAsked && System.nanoTime() - askedNs < VALID_NS)) {
            return false;
        }
        askedNs = System.nanoTime();
        wasAsked = true;
        try (Admin admin = Admin.create(new KafkaProperties(settings).admin())) {
            Installations.manifest(settings, admin).readIfPresent();
            return false;
        } catch (UnknownFormatException e) {
            wasAsked = false;
            return true;
        } catch (KafkaException e) {
            if (!KafkaFailure.isDenied(e)) {
                wasAsked = false;
                throw e;
            }
            LOG.warn(
                    "Kafka does not let this user read which annorank writes here, topic {}-scoring ({})",
                    settings.kafka().get("application.id"),
                    e.getMessage());
            isDenied = true;
            return false;
        }
    }
}
