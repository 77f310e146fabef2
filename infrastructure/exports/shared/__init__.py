"""What every stage knows: refusals and rejections, the words of all files, the bounds."""
