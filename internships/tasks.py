"""Background work for applications. Every task may run twice."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from internships.documents.packing import erase_packed
from internships.documents.scanning import scan_new, scan_waiting
from internships.erasure.lists import write_list
from internships.erasure.nightly import erase_what_is_over, finish_and_prove, forget_addresses, forget_links, vacuum
from internships.staff.news.mails import send_digests, tell_at_once
from internships.students.mail import mail_asked_for
from internships.students.services import mail_links_to

# After 6 seconds, 36 seconds, 4 minutes, 22 minutes, 2 hours, 13 hours: a disk may be full for most of a day.
RETRY_FOR_A_DAY = RetryStrategy(max_attempts=6, exponential_wait=6)


@app.task()
def mail_lost_links(email: str) -> None:
    """Asked for on the page “I have lost my link”, whether there is anything with this address or not."""
    mail_links_to(email)


@app.task(retry=RETRY_FOR_A_DAY)
def mail_applicant(application_id: str, kind: str) -> None:
    """Asked for by the public process, in the transaction of its cause (migration 45)."""
    mail_asked_for(kind, application_id)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="erase_packed_files", lock="erase_packed_files", pass_context=False)
def erase_packed_files(timestamp: int) -> None:
    """Every hour: the archives of files that students asked for, once their day is over."""
    erase_packed()


# One file at a time, whichever of the two has it and on whichever worker.
@app.task(lock="scan_files")
def scan_file(file_id: str) -> None:
    """Queued with each file; what fails is tried again by the job below, and need not be remembered by this one."""
    scan_new(file_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="scan_waiting_files", lock="scan_files", pass_context=False)
def scan_waiting_files(timestamp: int) -> None:
    """Every minute, because a scanner that was away may be back."""
    scan_waiting()


@app.periodic(cron="31 4 * * *")
@app.task(queueing_lock="erase_applications", lock="erase_applications", pass_context=False)
def erase_applications(timestamp: int) -> None:
    """Every night: what is past its time goes, and nothing of it may be left. One cut off is gone on with."""
    erase_what_is_over()
    finish_and_prove()
    forget_addresses()
    forget_links()
    write_list()


@app.periodic(cron="51 4 * * *")
@app.task(queueing_lock="vacuum_after_erasures", lock="vacuum_after_erasures", pass_context=False)
def vacuum_after_erasures(timestamp: int) -> None:
    """Every night, after the last: what students erased themselves by day goes out of the files too."""
    vacuum()


@app.task(retry=RETRY_FOR_A_DAY, lock="write_list_of_erasures")
def write_list_of_erasures() -> None:
    """Queued with each erasure, so that the list outside the database knows of it too."""
    write_list()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_of_new_applications", lock="tell_of_new_applications", pass_context=False)
def tell_of_new_applications(timestamp: int) -> None:
    """Every minute: coordinators who want to know at once."""
    tell_at_once()


@app.periodic(cron="0 12 * * *")
@app.task(queueing_lock="send_digests_of_applications", lock="send_digests_of_applications", pass_context=False)
def send_digests_of_applications(timestamp: int) -> None:
    """Every day at seven or eight in the morning, as the clocks are in Montreal."""
    send_digests()
