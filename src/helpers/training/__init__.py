"""Train the quotation model on a folder of brat annotations."""
